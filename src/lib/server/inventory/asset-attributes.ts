/** Kinds of asset, as the warehouse derives them from the operating system and from what saw them. */
export const assetClasses = [
  'debian',
  'ubuntu',
  'redhat',
  'windows',
  'other',
  'network',
  'unidentified',
] as const;

export type AssetClass = (typeof assetClasses)[number];

/** Values of the decided attributes that have a fixed choice. */
export const attributeValues = {
  criticality: ['low', 'medium', 'high', 'critical'],
  environment: ['production', 'test', 'development'],
  exposure: ['internet', 'partner', 'internal'],
  /** PCI DSS: in the cardholder data environment, or connected to it; HIPAA: holds ePHI. */
  scope: ['ephi', 'pci-cde', 'pci-connected'],
  status: ['active', 'retired'],
} as const;

/** What people decide of an asset; a scan never writes these. */
export const attributes = [
  'unit',
  'owner',
  'criticality',
  'environment',
  'exposure',
  'scope',
  'status',
] as const;

export type AssetAttribute = (typeof attributes)[number];
