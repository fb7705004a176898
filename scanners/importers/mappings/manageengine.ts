import type { ColumnMapping } from '../column-mapping.ts';

/** ManageEngine Patch Manager Plus and Endpoint Central: the state of each patch on each computer. */
export const manageengine = {
  title: 'a ManageEngine list of patch states per computer (CSV)',
  tool: 'ManageEngine Patch Manager Plus',
  tier: 'B',
  evidence:
    'names, states and severities after "Retrieve Specified Patch Details" and "System-Level Patch Report" at manageengine.com/products/desktop-central/help/api; the labels of the console’s export were not compared; no public sample',
  identifiedBy: [
    ['resource.name', 'patch_id', 'bulletin_id'],
    ['resource_name', 'patch_id', 'bulletin_id'],
    ['Computer Name', 'Patch ID', 'Bulletin ID'],
  ],
  columns: {
    hostId: ['resource_id'],
    host: ['resource.name', 'resource_name', 'Computer Name'],
    address: ['ip_address', 'IP Address'],
    os: ['os_name', 'Operating System'],
    check: ['patch_id', 'Patch ID'],
    title: ['patch_description', 'Patch Description', 'patch_name', 'Patch Name'],
    fixes: ['kb_number', 'KB Number', 'bulletin_id', 'Bulletin ID'],
    cves: ['cveids', 'CVE ID', 'CVE IDs'],
    severity: ['severity', 'Severity', 'severity_name'],
    status: ['patch_status', 'Patch Status', 'status'],
    firstSeen: ['Detected Time'],
    scannedAt: ['last_scan_time', 'Last Scan Time'],
    remedy: ['remarks', 'Remarks'],
  },
  required: ['host', 'check'],
  untitled: null,
  severities: { critical: ['4'], high: ['3'], medium: ['2'], low: ['1'], unrated: ['0', 'Unrated'] },
  statuses: {
    open: ['202', 'Missing', '203', 'Failed', 'Yet to Deploy', 'Reboot Pending'],
    fixed: ['201', 'Installed'],
    'not-affected': ['Not Applicable'],
    accepted: ['212', 'Declined'],
    unknown: ['Unknown', 'Scan Failed'],
  },
  // Lists of missing patches have no such column.
  listsPatches: true,
  withoutStatus: 'open',
  dates: 'month-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
