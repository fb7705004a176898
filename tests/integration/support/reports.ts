import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import type { ImportReceipt } from '#lib/server/imports/import-file.ts';
import type { ReportReceipt } from '#lib/server/reports/receive-report.ts';

/** One result of a Nessus host. */
export interface NessusItem {
  readonly plugin: number;
  readonly name?: string;
  /** 0 = informational … 4 = critical. */
  readonly severity?: number;
  readonly port?: number;
  readonly cves?: readonly string[];
  /** `DSA:5000` and the like. */
  readonly xrefs?: readonly string[];
  readonly solution?: string;
  readonly output?: string;
}

export interface NessusHost {
  readonly name: string;
  readonly address?: string;
  /** UTC ms. */
  readonly at: number;
  readonly credentialed?: boolean;
  /** Nessus wrote when it finished. */
  readonly complete?: boolean;
  readonly items: readonly NessusItem[];
}

/** A report as Nessus exports it. */
export function nessusReport(...hosts: readonly NessusHost[]): Buffer {
  return Buffer.from(
    `<?xml version="1.0" ?>\n<NessusClientData_v2>\n<Report name="test">\n${hosts.map(hostXml).join('')}</Report>\n</NessusClientData_v2>\n`,
  );
}

function hostXml({ name, address, at, credentialed = true, complete = true, items }: NessusHost): string {
  const tags = {
    'host-fqdn': name,
    ...(address === undefined ? {} : { 'host-ip': address }),
    Credentialed_Scan: String(credentialed),
    HOST_START_TIMESTAMP: String(at / 1000),
    ...(complete ? { HOST_END_TIMESTAMP: String(at / 1000 + 60) } : {}),
  };
  const properties = Object.entries(tags).map(([tag, value]) => `<tag name="${tag}">${value}</tag>`);
  return `<ReportHost name="${name}"><HostProperties>${properties.join('')}</HostProperties>\n${items.map(itemXml).join('')}</ReportHost>\n`;
}

function itemXml(item: NessusItem): string {
  const { plugin, name = `Check ${plugin}`, severity = 3, port = 0, cves = [], xrefs = [] } = item;
  const children = [
    ...cves.map((cve) => `<cve>${cve}</cve>`),
    ...xrefs.map((xref) => `<xref>${xref}</xref>`),
    `<solution>${item.solution ?? 'Upgrade the affected packages.'}</solution>`,
    ...(item.output === undefined ? [] : [`<plugin_output>${item.output}</plugin_output>`]),
  ];
  return `<ReportItem port="${port}" svc_name="general" protocol="tcp" severity="${severity}" pluginID="${plugin}" pluginName="${name}" pluginFamily="test">${children.join('')}</ReportItem>\n`;
}

/** A missing Debian update as Nessus words it. */
export function missingDebian(plugin: number, dsa: number, library: string): NessusItem {
  return {
    plugin,
    name: `Debian DSA-${dsa}-1 : ${library} - security update`,
    xrefs: [`DSA:${dsa}`],
    cves: [`CVE-2026-${dsa}`],
    output: `Remote package installed : ${library}_1.0-1\nShould be : ${library}_9.0-1`,
  };
}

export interface VulsScan {
  readonly name: string;
  /** UTC ms. */
  readonly at: number;
  /** Advisories that are missing, of openssl. */
  readonly advisories: readonly string[];
  readonly fixedIn?: string;
}

/** A scan of one host as Vuls writes it. */
export function vulsReport({ name, at, advisories, fixedIn = '' }: VulsScan): Buffer {
  const scannedCves = advisories.map((advisoryID, index) => {
    const cveID = `CVE-2026-${5001 + index}`;
    const affectedPackages = [{ name: 'openssl', notFixedYet: false, fixState: '', fixedIn }];
    return [cveID, { cveID, confidences: [], affectedPackages, distroAdvisories: [{ advisoryID }] }];
  });
  const document = {
    jsonVersion: 4,
    serverName: name,
    family: 'debian',
    release: '12',
    scannedAt: new Date(at).toISOString(),
    scannedVia: 'local',
    reportedAt: new Date(at).toISOString(),
    errors: [],
    packages: {},
    scannedCves: Object.fromEntries(scannedCves),
  };
  return Buffer.from(JSON.stringify(document));
}

/** Import a report as the operator. */
export function importReport(
  app: App,
  content: Buffer,
  options: { readonly fileName?: string; readonly format?: string; readonly zone?: string } = {},
): Promise<ImportReceipt> {
  const { fileName = 'report', format = null, zone = null } = options;
  return importFile(app, localOperator, { content, fileName, format, zone, mode: 'keep' });
}

/** The receipt of an import that must be of a report. */
export function reportReceipt({ receipt }: ImportReceipt): ReportReceipt {
  if (!receipt || !('findings' in receipt)) throw new Error('that was no report');
  return receipt;
}
