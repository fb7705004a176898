import type { ColumnMapping } from '../column-mapping.ts';

/** Microsoft Intune: the exported reports on quality and feature updates per device (exportJobs of Graph). */
export const intune = {
  title: 'a Microsoft Intune report on Windows updates per device (CSV)',
  tool: 'Microsoft Intune',
  tier: 'B',
  evidence:
    'columns of QualityUpdateDeviceStatusByPolicy and FeatureUpdateDeviceState after "Intune reports and properties available using Graph API" at learn.microsoft.com; the words of AggregateState were not compared; no public sample',
  identifiedBy: [['PolicyId', 'DeviceName', 'AggregateState', 'LastWUScanTimeUTC']],
  columns: {
    hostId: ['DeviceId'],
    host: ['DeviceName'],
    os: ['Build'],
    check: ['PolicyId'],
    title: ['FeatureUpdateVersion', 'WindowsUpdateVersion', 'PolicyName'],
    product: ['UpdateCategory'],
    fixed: ['FeatureUpdateVersion'],
    status: ['AggregateState_loc', 'AggregateState'],
    lastSeen: ['EventDateTimeUTC'],
    scannedAt: ['LastWUScanTimeUTC'],
    remedy: ['LatestAlertRecommendedAction', 'LatestAlertMessage_loc', 'LatestAlertMessage'],
  },
  required: ['host', 'status'],
  untitled: 'Windows quality update',
  severities: {},
  statuses: {
    open: ['In progress', 'InProgress', 'Pending', 'Error', 'Failed', 'Cancelled', 'Canceled', 'On hold'],
    fixed: ['Success', 'Succeeded', 'Installed', 'Up to date'],
    'not-affected': ['Not applicable', 'NotApplicable'],
    unknown: ['Unknown', 'Not available'],
  },
  listsPatches: true,
  withoutStatus: 'unknown',
  dates: 'month-first',
  zone: 'UTC',
  bareFixes: null,
  scheme: null,
  credentialed: true,
} as const satisfies ColumnMapping;
