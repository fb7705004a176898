import type { ColumnMapping } from '../column-mapping.ts';

/** JetPatch: the state of each patch on each endpoint. */
export const jetpatch = {
  title: 'a JetPatch list of patch states per endpoint (CSV)',
  tool: 'JetPatch',
  tier: 'C',
  evidence:
    'columns of its lists of endpoints and patches as far as known; no schema and no sample was compared',
  identifiedBy: [
    ['Endpoint', 'Patch', 'Patch Severity', 'Endpoint Status'],
    ['Endpoint', 'Patch', 'Patch Severity', 'Compliance Status'],
  ],
  columns: {
    hostId: ['Endpoint ID'],
    host: ['Endpoint', 'Endpoint Name'],
    address: ['IP Address', 'IP'],
    os: ['OS', 'Operating System'],
    check: ['Patch ID'],
    title: ['Patch', 'Patch Title'],
    product: ['Package', 'Product'],
    installed: ['Installed Version'],
    fixed: ['Patch Version'],
    fixes: ['Advisory', 'KB', 'Patch'],
    cves: ['CVE', 'CVEs'],
    severity: ['Patch Severity'],
    status: ['Compliance Status', 'Endpoint Status'],
    firstSeen: ['Discovered'],
    scannedAt: ['Last Scan', 'Last Readiness Scan'],
  },
  required: ['host', 'title', 'status'],
  untitled: null,
  severities: { unrated: ['Unspecified', 'N/A'] },
  statuses: {
    open: ['Missing', 'Pending', 'In Progress', 'Failed', 'Not Compliant', 'Non-Compliant', 'Pending Reboot'],
    fixed: ['Installed', 'Compliant', 'Completed'],
    'not-affected': ['Not Applicable', 'Inapplicable'],
    accepted: ['Exempted', 'Excluded'],
    unknown: ['Unknown'],
  },
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'year-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
