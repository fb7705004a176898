import type { ColumnMapping } from '../column-mapping.ts';

/** Automox: software and patches of each device. */
export const automox = {
  title: 'an Automox list of software per device (CSV)',
  tool: 'Automox',
  tier: 'C',
  evidence:
    'names of its package objects and of its software list as far as known; no schema and no sample was compared',
  identifiedBy: [
    ['server_id', 'display_name', 'installed', 'severity'],
    ['Device Name', 'Software Name', 'Patch Status', 'Severity'],
  ],
  columns: {
    hostId: ['server_id', 'Device ID'],
    host: ['server_name', 'Device Name', 'Custom Name'],
    address: ['ip_addrs', 'IP Address'],
    os: ['os_name', 'OS'],
    check: ['package_version_id', 'package_id'],
    title: ['display_name', 'Software Name'],
    product: ['name', 'Software Name'],
    installed: ['Installed Version'],
    fixed: ['version', 'Available Version'],
    fixes: ['kb', 'KB'],
    cves: ['cves', 'CVEs', 'CVE'],
    severity: ['severity', 'Severity'],
    status: ['installed', 'Patch Status'],
    firstSeen: ['create_time', 'First Detected'],
    scannedAt: ['Last Scan', 'Last Refresh'],
  },
  required: ['title', 'status'],
  untitled: null,
  severities: { unrated: ['no_known_cves', 'no known cves', 'unknown', 'other'] },
  statuses: {
    open: ['false', '0', 'Missing', 'Pending', 'Available', 'Needs Attention', 'Awaiting', 'Failed'],
    fixed: ['true', '1', 'Installed', 'Up to Date'],
    'not-affected': ['Not Applicable'],
    accepted: ['Ignored', 'Excluded'],
    unknown: ['Unknown'],
  },
  setAside: ['ignored'],
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'year-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
