import type { ColumnMapping } from '../column-mapping.ts';

/** Microsoft Configuration Manager (SCCM, MECM): compliance of each software update on each client. */
export const sccm = {
  title: 'a Configuration Manager list of update compliance (CSV)',
  tool: 'Microsoft Configuration Manager',
  tier: 'B',
  evidence:
    'names after SMS_UpdateComplianceStatus and the views v_UpdateInfo and v_R_System at learn.microsoft.com (mem/configmgr/develop/reference/sum); a report’s own column names were not compared; no public sample',
  identifiedBy: [
    ['ArticleID', 'BulletinID', 'Status', 'Netbios_Name0'],
    ['ArticleID', 'BulletinID', 'Status', 'Name0'],
    ['ArticleID', 'BulletinID', 'Status', 'MachineID'],
    ['ArticleID', 'BulletinID', 'StateName', 'Netbios_Name0'],
    ['ArticleID', 'BulletinID', 'StateName', 'Name0'],
  ],
  columns: {
    host: ['Netbios_Name0', 'Name0', 'Full_Domain_Name0'],
    address: ['IP_Addresses0'],
    hostId: ['ResourceID', 'MachineID'],
    os: ['Operating_System_Name_and0', 'Caption0'],
    check: ['CI_UniqueID', 'CI_ID'],
    title: ['Title', 'LocalizedDisplayName'],
    fixes: ['ArticleID', 'BulletinID'],
    severity: ['SeverityName', 'Severity'],
    status: ['Status', 'StateName'],
    scannedAt: ['LastStatusCheckTime'],
    lastSeen: ['LastStatusCheckTime'],
  },
  required: ['status', 'fixes'],
  untitled: null,
  severities: { critical: ['10'], high: ['8'], medium: ['6'], low: ['2'], unrated: ['0', '(Unknown)'] },
  statuses: {
    open: ['2', 'Required', 'Update is required', 'Pending system restart', 'Failed to install update(s)'],
    fixed: ['3', 'Installed', 'Update is installed'],
    'not-affected': ['1', 'Not required', 'Update is not required'],
    unknown: ['0', 'Unknown', 'Detection state unknown'],
  },
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'month-first',
  zone: null,
  bareFixes: 'KB',
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
