import type { ColumnMapping } from '../column-mapping.ts';

/** WSUS: the state of each update on each computer, as its PowerShell objects and database views are exported. */
export const wsus = {
  title: 'a WSUS list of update states per computer (CSV)',
  tool: 'WSUS',
  tier: 'B',
  evidence:
    'names of properties and states after IComputerTarget, IUpdateInstallationInfo and UpdateInstallationState at learn.microsoft.com (previous-versions/windows/desktop/aa354292, ms752934); names of the public views were not compared; no public sample',
  identifiedBy: [
    ['UpdateInstallationState', 'FullDomainName'],
    ['UpdateInstallationState', 'ComputerName'],
    ['UpdateInstallationState', 'ComputerTargetId'],
    ['State', 'ComputerTargetId', 'KnowledgebaseArticle'],
  ],
  columns: {
    hostId: ['ComputerTargetId'],
    host: ['FullDomainName', 'ComputerName', 'Computer Name', 'Name'],
    address: ['IPAddress', 'IP Address'],
    os: ['OSDescription', 'OSFamily'],
    check: ['UpdateId'],
    title: ['UpdateTitle', 'Title', 'DefaultTitle'],
    fixes: [
      'KnowledgebaseArticle',
      'KnowledgebaseArticles',
      'KBArticle',
      'SecurityBulletin',
      'SecurityBulletins',
    ],
    severity: ['MsrcSeverity'],
    status: ['UpdateInstallationState', 'State'],
    scannedAt: ['LastReportedStatusTime', 'LastSyncTime'],
  },
  required: ['status'],
  untitled: null,
  severities: { unrated: ['Unspecified'] },
  statuses: {
    // An update that waits for a restart or whose installation failed is not in effect.
    open: ['NotInstalled', 'Downloaded', 'Failed', 'InstalledPendingReboot', '2', '3', '5', '6', 'Needed'],
    fixed: ['Installed', '4'],
    'not-affected': ['NotApplicable', '1'],
    unknown: ['Unknown', '0', 'No Status'],
  },
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'month-first',
  zone: 'UTC',
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
