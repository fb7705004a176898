import type {
  DateOrder,
  MappedField,
  MappedSeverity,
  MappedStatus,
} from '#scanners/importers/column-mapping.ts';

interface FieldWords {
  readonly field: MappedField;
  readonly label: string;
  readonly hint: string;
}

/** What most lists have. */
export const mainFields: readonly FieldWords[] = [
  { field: 'host', label: 'Host name', hint: 'Needed, unless an address or id names the host' },
  { field: 'address', label: 'IP address', hint: 'One or several' },
  { field: 'title', label: 'Title', hint: 'What is wrong or missing' },
  { field: 'product', label: 'Product', hint: 'The package or software to patch' },
  { field: 'cves', label: 'CVEs', hint: 'Also found in the title' },
  { field: 'fixes', label: 'Vendor’s fix', hint: 'KB, DSA, RHSA …; bare numbers are read as KB' },
  { field: 'severity', label: 'Severity', hint: 'Ranks the finding where nobody else does' },
  { field: 'status', label: 'Status', hint: 'Open, fixed …; without it every row is open' },
];

export const otherFields: readonly FieldWords[] = [
  { field: 'installed', label: 'Installed version', hint: '' },
  { field: 'fixed', label: 'Fixed version', hint: 'Names the fix where the vendor’s id is missing' },
  { field: 'check', label: 'Id of the check', hint: 'The tool’s own number of the flaw' },
  { field: 'scannedAt', label: 'Time of the scan', hint: '' },
  { field: 'firstSeen', label: 'First seen', hint: 'By the tool’s memory; no clock rests on it' },
  { field: 'lastSeen', label: 'Last seen', hint: '' },
  { field: 'remedy', label: 'Solution', hint: '' },
  { field: 'os', label: 'Operating system', hint: '' },
  { field: 'machineId', label: 'Machine id', hint: 'The host’s own id' },
  { field: 'hostId', label: 'The tool’s number of the host', hint: 'Only keeps rows together' },
];

export const severityWords: Readonly<Record<MappedSeverity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Informational',
  unrated: 'No rating',
};

export const statusWords: Readonly<Record<MappedStatus, string>> = {
  open: 'Open',
  fixed: 'Fixed',
  'not-affected': 'Not affected',
  accepted: 'Accepted there, stays open here',
  unknown: 'Cannot tell, left out',
};

export const dateWords: Readonly<Record<DateOrder, string>> = {
  'year-first': '2026-05-31',
  'day-first': '31.05.2026',
  'month-first': '05/31/2026',
};

export const delimiterWords: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
};
