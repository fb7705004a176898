import type { AssetAttribute, AssetClass } from '../server/inventory/asset-attributes.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const classWords: Readonly<Record<AssetClass, string>> = {
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  redhat: 'Red Hat',
  windows: 'Windows',
  other: 'Other system',
  network: 'Network device',
  unidentified: 'Unidentified',
};

export const attributeNames: Readonly<Record<AssetAttribute, string>> = {
  unit: 'Business unit',
  owner: 'Owner',
  criticality: 'Criticality',
  environment: 'Environment',
  exposure: 'Exposure',
  scope: 'Scope',
  status: 'Status',
};

const valueWords: Readonly<
  Record<'criticality' | 'environment' | 'exposure' | 'scope' | 'status', Record<string, string>>
> = {
  criticality: { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' },
  environment: { production: 'Production', test: 'Test', development: 'Development' },
  exposure: { internet: 'Internet', partner: 'Partner', internal: 'Internal' },
  scope: { 'pci-cde': 'PCI CDE', 'pci-connected': 'PCI connected', ephi: 'ePHI' },
  status: { active: 'Active', retired: 'Retired' },
};

const choicesOf = (words: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** What filters and forms offer, worst first. */
export const assetChoices = {
  class: choicesOf(classWords),
  criticality: choicesOf(valueWords.criticality),
  environment: choicesOf(valueWords.environment),
  exposure: choicesOf(valueWords.exposure),
  scope: choicesOf(valueWords.scope),
  status: choicesOf(valueWords.status),
} as const;

const classes: Readonly<Record<string, string>> = classWords;

/** `redhat` → `Red Hat`; an unknown class is shown as it is. */
export function classWord(value: string): string {
  return classes[value] ?? value;
}

/** The scopes of a comma-joined text in words, none for an empty one. */
export function scopeWords(scope: string | null): string[] {
  return (scope ?? '')
    .split(',')
    .filter(Boolean)
    .map((one) => valueWords.scope[one] ?? one);
}

/** A decided value in words; `units` names the business units. null reads `Not set`. */
export function decidedWord(
  attribute: AssetAttribute,
  value: string | null,
  units: readonly { readonly unit: string; readonly name: string }[] = [],
): string {
  if (attribute === 'scope') return scopeWords(value).join(', ') || 'In none';
  if (attribute === 'unit') return unitWord(value ?? 'default', units);
  if (attribute === 'status') return valueWords.status[value ?? 'active'] ?? String(value);
  if (value === null || value === '') return 'Not set';
  return attribute === 'owner' ? value : (valueWords[attribute][value] ?? value);
}

/** The name of a business unit; that of new assets is called Unassigned. */
export function unitWord(
  unit: string,
  units: readonly { readonly unit: string; readonly name: string }[] = [],
): string {
  return units.find((one) => one.unit === unit)?.name ?? (unit === 'default' ? 'Unassigned' : unit);
}
