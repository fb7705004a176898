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

/** From where an asset can be reached, as people decide it. */
export const exposures = ['internet', 'partner', 'internal'] as const;
