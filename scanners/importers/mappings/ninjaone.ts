import type { ColumnMapping } from '../column-mapping.ts';

/** NinjaOne: patches of each device, as its query "OS patches" gives them or its dashboard lists them. */
export const ninjaone = {
  title: 'a NinjaOne list of patches per device (CSV)',
  tool: 'NinjaOne',
  tier: 'C',
  evidence:
    'names of the query os-patches as public clients read them, with the states of the patching dashboard at ninjaone.com/docs; neither the vendor’s schema nor a sample was compared',
  identifiedBy: [
    ['deviceId', 'kbNumber', 'status', 'severity'],
    ['Device', 'Patch Name', 'KB', 'Approval Status'],
  ],
  columns: {
    hostId: ['deviceId'],
    host: ['systemName', 'deviceName', 'Device'],
    address: ['ipAddress', 'IP Address'],
    os: ['osName', 'OS'],
    check: ['id', 'Patch ID'],
    title: ['name', 'Patch Name'],
    fixes: ['kbNumber', 'KB'],
    cves: ['cveIds', 'CVEs'],
    severity: ['severity', 'Severity'],
    status: ['status', 'Status', 'Approval Status'],
    scannedAt: ['timestamp', 'Last Scan'],
  },
  required: ['title', 'status'],
  untitled: null,
  severities: { unrated: ['OPTIONAL', 'Unspecified'] },
  statuses: {
    // Approved means that it is to be installed, not that it is.
    open: ['MANUAL', 'PENDING', 'APPROVED', 'FAILED'],
    fixed: ['INSTALLED'],
    accepted: ['REJECTED'],
    unknown: ['UNKNOWN'],
  },
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'month-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
