import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import type { ImportInput, ImportReceipt } from '#lib/server/imports/import-file.ts';
import type { ReportReceipt } from '#lib/server/reports/known-report.ts';

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
  /** In its own words; several guesses on lines of their own. */
  readonly os?: string;
  readonly items: readonly NessusItem[];
  /** Without what the scan says of itself, as a filter at export leaves it out. */
  readonly filtered?: boolean;
}

/** What Nessus says of every scan of a host. */
export const scanInformation: NessusItem = { plugin: 19506, name: 'Nessus Scan Information', severity: 0 };

/** The plugins that the policy had on, and what it did with their families. */
export interface NessusPolicyText {
  readonly plugins: readonly number[];
  readonly families?: Readonly<Record<string, 'enabled' | 'disabled' | 'mixed'>>;
}

/** A report as Nessus exports it. */
export function nessusReport(...hosts: readonly NessusHost[]): Buffer {
  return nessusFile('', hosts);
}

/** The same with the policy of the scan before it. */
export function nessusReportOf(policy: NessusPolicyText, ...hosts: readonly NessusHost[]): Buffer {
  const families = Object.entries(policy.families ?? {}).map(
    ([name, status]) =>
      `<FamilyItem><FamilyName>${name}</FamilyName><Status>${status}</Status></FamilyItem>\n`,
  );
  const set = `<preference><name>plugin_set</name><value>${policy.plugins.join(';')};</value></preference>`;
  return nessusFile(
    `<Policy><policyName>p</policyName><Preferences><ServerPreferences>${set}</ServerPreferences></Preferences>\n<FamilySelection>${families.join('')}</FamilySelection></Policy>\n`,
    hosts,
  );
}

function nessusFile(policy: string, hosts: readonly NessusHost[]): Buffer {
  return Buffer.from(
    `<?xml version="1.0" ?>\n<NessusClientData_v2>\n${policy}<Report name="test">\n${hosts.map(hostXml).join('')}</Report>\n</NessusClientData_v2>\n`,
  );
}

function hostXml(host: NessusHost): string {
  const { name, address, at, credentialed = true, complete = true, os, filtered = false } = host;
  const items = filtered ? host.items : [...host.items, scanInformation];
  const tags = {
    'host-fqdn': name,
    ...(address === undefined ? {} : { 'host-ip': address }),
    ...(os === undefined ? {} : { 'operating-system': os }),
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
    config: { scan: {}, report: {} },
    packages: {},
    scannedCves: Object.fromEntries(scannedCves),
  };
  return Buffer.from(JSON.stringify(document));
}

/** Import a report as the operator. */
export function importReport(
  app: App,
  content: Buffer,
  options: Partial<Pick<ImportInput, 'fileName' | 'format' | 'zone' | 'holds' | 'mode'>> = {},
): Promise<ImportReceipt> {
  const given = { fileName: 'report', format: null, mode: 'keep', ...options } as const;
  return importFile(app, localOperator, { content, ...given });
}

/** The receipt of an import that must be of a report. */
export function reportReceipt({ receipt }: ImportReceipt): ReportReceipt {
  if (!receipt || !('findings' in receipt)) throw new Error('that was no report');
  return receipt;
}
