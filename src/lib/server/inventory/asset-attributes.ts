import { exposures } from '#core/inventory/asset-class.ts';

export { assetClasses } from '#core/inventory/asset-class.ts';
export type { AssetClass } from '#core/inventory/asset-class.ts';

/** Values of the decided attributes that have a fixed choice. */
export const attributeValues = {
  criticality: ['low', 'medium', 'high', 'critical'],
  environment: ['production', 'test', 'development'],
  exposure: exposures,
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
