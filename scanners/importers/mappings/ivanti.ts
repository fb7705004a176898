import type { ColumnMapping } from '../column-mapping.ts';

/** Ivanti Security Controls (before: Shavlik Protect): detected patch states, queried from its reporting views. */
export const ivanti = {
  title: 'an Ivanti Security Controls list of patch states (CSV)',
  tool: 'Ivanti Security Controls',
  tier: 'B',
  evidence:
    'columns of the views Machine, AssessedMachineState, Patch and InstallState of Reporting2 at help.ivanti.com (isec/94/Topics), with the values of InstallState; what a query or report calls their joined columns was not compared; no public sample',
  identifiedBy: [
    ['Bulletin', 'QNumber', 'DnsName'],
    ['Bulletin', 'QNumber', 'LastKnownIP'],
    ['Bulletin', 'QNumber', 'Machine Name'],
    ['Bulletin', 'QNumber', 'MachineName'],
  ],
  columns: {
    host: ['DnsName', 'Name', 'Machine Name', 'MachineName'],
    address: ['IPAddress', 'LastKnownIP', 'IP Address'],
    os: ['OperatingSystem', 'Operating System', 'Distribution'],
    check: ['PatchId'],
    title: ['BulletinTitle', 'Bulletin Title', 'Title'],
    product: ['ProductName', 'Product Name', 'Product'],
    fixes: ['QNumber', 'Bulletin'],
    cves: ['CVE', 'CVEs', 'CVEName'],
    severity: ['VendorSeverity', 'Vendor Severity', 'Severity'],
    status: ['InstallState', 'Install State', 'InstallStateId'],
    scannedAt: ['AssessedOn', 'LastPatchAssessedOn'],
  },
  required: ['status', 'fixes'],
  untitled: null,
  severities: { unrated: ['Not Rated', 'Unassigned'] },
  statuses: {
    open: ['Missing Patch', 'Missing Product Level', 'Missing', '4', '5'],
    fixed: ['Installed', 'Installed Patch', '3'],
    // A product level that could not be read, notes and warnings about a patch: no claim that it is missing.
    unknown: ['Not Recorded', 'Warning', 'Note', 'Informational', '-1', '0', '1', '2'],
  },
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'month-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
