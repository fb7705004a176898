import type { ColumnMapping } from '../column-mapping.ts';

/** ZENworks Patch Management: the status of each patch on each device. */
export const zenworks = {
  title: 'a ZENworks list of patch states per device (CSV)',
  tool: 'ZENworks Patch Management',
  tier: 'C',
  evidence:
    'columns of its lists of patches and devices as far as known; no schema and no sample was compared',
  identifiedBy: [
    ['Device Name', 'Patch Name', 'Patch Status', 'Impact'],
    ['Device Name', 'Patch Name', 'Patched Status', 'Impact'],
  ],
  columns: {
    hostId: ['Device GUID'],
    host: ['Device Name'],
    address: ['IP Address'],
    os: ['Operating System', 'Platform'],
    check: ['Patch GUID'],
    title: ['Patch Name'],
    fixes: ['KB Article', 'Bulletin'],
    cves: ['CVE', 'CVEs', 'CVE ID'],
    severity: ['Impact'],
    status: ['Patch Status', 'Patched Status'],
    firstSeen: ['Detected On'],
    scannedAt: ['Last Scan', 'Last Scan Date', 'Last Contact'],
  },
  required: ['host', 'title', 'status'],
  untitled: null,
  severities: {
    unrated: ['Recommended', 'Software Installers', 'Informational', 'Task', 'Virus Removal', 'Optional'],
  },
  statuses: {
    open: ['Not Patched', 'Missing', 'Applicable', 'Pending', 'Pending Reboot', 'Failed', 'Error'],
    fixed: ['Patched', 'Installed'],
    'not-affected': ['Not Applicable'],
    accepted: ['Disabled', 'Ignored'],
    unknown: ['Unknown', 'Not Detected', 'Detecting'],
  },
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'month-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
