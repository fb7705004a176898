import type { ColumnMapping } from '../column-mapping.ts';

/** JumpCloud: the patch status of each device. */
export const jumpcloud = {
  title: 'a JumpCloud list of patch states per device (CSV)',
  tool: 'JumpCloud',
  tier: 'C',
  evidence: 'columns of its patch management list as far as known; no schema and no sample was compared',
  identifiedBy: [
    ['Device Name', 'Patch Name', 'Patch State', 'Policy Name'],
    ['Device Name', 'Current OS Version', 'Available OS Version', 'Patch State'],
  ],
  columns: {
    hostId: ['Device ID', 'System ID'],
    host: ['Hostname', 'Device Name'],
    address: ['IP Address'],
    os: ['OS', 'Operating System'],
    title: ['Patch Name'],
    product: ['OS Family', 'App Name'],
    installed: ['Current OS Version', 'Installed Version'],
    fixed: ['Available OS Version', 'Available Version'],
    fixes: ['KB Number'],
    cves: ['CVE', 'CVEs'],
    severity: ['Severity'],
    status: ['Patch State'],
    firstSeen: ['First Detected'],
    scannedAt: ['Last Contact', 'Last Check-In'],
  },
  required: ['host', 'status'],
  untitled: null,
  severities: {},
  statuses: {
    open: ['Available', 'Pending', 'Missing', 'Out of Date', 'Scheduled', 'Failed', 'Pending Restart'],
    fixed: ['Installed', 'Up to Date', 'Success'],
    'not-affected': ['Not Applicable'],
    unknown: ['Unknown', 'No Policy'],
  },
  withoutStatus: 'unknown',
  dates: 'year-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
