import type { ColumnMapping } from '../column-mapping.ts';

/** HCL BigFix: relevant (or remediated) patch Fixlets of each computer. */
export const bigfix = {
  title: 'a BigFix list of Fixlets per computer (CSV)',
  tool: 'HCL BigFix',
  tier: 'C',
  evidence:
    'names of Fixlet fields after "Fixlet fields" at help.hcl-software.com/bigfix/10.0/patch; how an export names the computer and its state was not compared; no public sample',
  identifiedBy: [
    ['Computer Name', 'Fixlet ID', 'Source ID', 'Source Severity'],
    ['Computer Name', 'Name', 'Source ID', 'Source Severity'],
  ],
  columns: {
    hostId: ['Computer ID'],
    host: ['DNS Name', 'Computer Name'],
    address: ['IP Address'],
    os: ['OS'],
    check: ['Fixlet ID', 'ID'],
    title: ['Fixlet Name', 'Name'],
    product: ['X-Fixlet-product'],
    fixes: ['Source ID'],
    cves: ['CVE-ID', 'CVE IDs', 'CVEs'],
    severity: ['Source Severity', 'Severity'],
    status: ['Status', 'State'],
    firstSeen: ['First Became Relevant'],
    lastSeen: ['Last Became Relevant'],
    scannedAt: ['Last Report Time'],
  },
  required: ['title', 'fixes'],
  untitled: null,
  severities: { unrated: ['N/A', 'Unspecified', '<Unspecified>'] },
  statuses: {
    open: ['Relevant', 'Applicable', 'Not Remediated', 'Vulnerable', 'True'],
    fixed: ['Remediated', 'Fixed', 'Not Relevant'],
    'not-affected': ['Not Applicable'],
    unknown: ['Unknown', 'Error'],
  },
  listsPatches: true,
  withoutStatus: 'open',
  dates: 'month-first',
  zone: null,
  bareFixes: null,
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
