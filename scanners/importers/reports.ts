import { cyclonedxXml } from './cyclonedx-xml.ts';
import { spdx } from './spdx.ts';
import { neuvector } from './neuvector.ts';
import { orca } from './orca.ts';
import { wiz } from './wiz.ts';
import { sysdig } from './sysdig.ts';
import { twistlock } from './twistlock.ts';
import { clair } from './clair.ts';
import { csaf } from './csaf.ts';
import { openvex } from './openvex.ts';
import { trivy } from './trivy.ts';
import { osvScanner } from './osv-scanner.ts';
import { grype } from './grype.ts';
import { dependencyTrack } from './dependency-track.ts';
import { cyclonedxJson } from './cyclonedx-json.ts';
import { awsSecurityHub } from './aws-security-hub.ts';
import { awsInspector2 } from './aws-inspector2.ts';
import { satelliteApi } from './satellite-api.ts';
import { satelliteJson } from './satellite-json.ts';
import { satelliteCsv } from './satellite-csv.ts';
import { fleet } from './fleet.ts';
import { naabu } from './naabu.ts';
import { masscan } from './masscan.ts';
import { sshAudit } from './ssh-audit.ts';
import { lynis } from './lynis.ts';
import { nexposeXml } from './nexpose-xml.ts';
import { openscapXccdf } from './openscap-xccdf.ts';
import { defenderCsv } from './defender-csv.ts';
import { defenderJson } from './defender-json.ts';
import { wazuh } from './wazuh.ts';
import { vuls } from './vuls.ts';
import { qualysCsv } from './qualys-csv.ts';
import { qualysVmdr } from './qualys-vmdr.ts';
import { qualysXml } from './qualys-xml.ts';
import { openvasCsv } from './openvas-csv.ts';
import { openvasXml } from './openvas-xml.ts';
import { tenableCsv } from './tenable-csv.ts';
import { nessusCsv } from './nessus-csv.ts';
import { nessus } from './nessus.ts';
import { mappedCsv } from './mapped-csv.ts';
import { wsus } from './mappings/wsus.ts';
import { sccm } from './mappings/sccm.ts';
import { intune } from './mappings/intune.ts';
import { bigfix } from './mappings/bigfix.ts';
import { zenworks } from './mappings/zenworks.ts';
import { ivanti } from './mappings/ivanti.ts';
import { manageengine } from './mappings/manageengine.ts';
import { action1 } from './mappings/action1.ts';
import { jumpcloud } from './mappings/jumpcloud.ts';
import { jetpatch } from './mappings/jetpatch.ts';
import { automox } from './mappings/automox.ts';
import { ninjaone } from './mappings/ninjaone.ts';
import type { ReportImporter } from './report-importer.ts';

/** Registry of other scanners' reports; detection asks them in this order. */
export const reportImporters = {
  nessus,
  'nessus-csv': nessusCsv,
  'tenable-csv': tenableCsv,
  'openvas-xml': openvasXml,
  'openvas-csv': openvasCsv,
  'qualys-xml': qualysXml,
  'qualys-vmdr': qualysVmdr,
  'qualys-csv': qualysCsv,
  'vuls-json': vuls,
  'wazuh-json': wazuh,
  'defender-json': defenderJson,
  'defender-csv': defenderCsv,
  'openscap-xccdf': openscapXccdf,
  'nexpose-xml': nexposeXml,
  lynis,
  'ssh-audit': sshAudit,
  masscan,
  naabu,
  fleet,
  'satellite-csv': satelliteCsv,
  'satellite-json': satelliteJson,
  'satellite-api': satelliteApi,
  'aws-inspector2': awsInspector2,
  'aws-security-hub': awsSecurityHub,
  'cyclonedx-json': cyclonedxJson,
  'dependency-track': dependencyTrack,
  grype,
  'osv-scanner': osvScanner,
  trivy,
  openvex,
  csaf,
  clair,
  twistlock,
  sysdig,
  wiz,
  orca,
  neuvector,
  spdx,
  'cyclonedx-xml': cyclonedxXml,
  'wsus-csv': mappedCsv(wsus),
  'sccm-csv': mappedCsv(sccm),
  'intune-csv': mappedCsv(intune),
  'bigfix-csv': mappedCsv(bigfix),
  'zenworks-csv': mappedCsv(zenworks),
  'ivanti-csv': mappedCsv(ivanti),
  'manageengine-csv': mappedCsv(manageengine),
  'action1-csv': mappedCsv(action1),
  'jumpcloud-csv': mappedCsv(jumpcloud),
  'jetpatch-csv': mappedCsv(jetpatch),
  'automox-csv': mappedCsv(automox),
  'ninjaone-csv': mappedCsv(ninjaone),
} as const satisfies Record<string, ReportImporter>;

export type ReportFormat = keyof typeof reportImporters;

/** Narrows a `--format` text to a registered report. */
export function isReportFormat(name: string): name is ReportFormat {
  return Object.hasOwn(reportImporters, name);
}
