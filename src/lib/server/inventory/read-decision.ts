import { AppError } from '#core/errors.ts';
import { attributes, attributeValues } from './asset-attributes.ts';
import type { AssetAttribute } from './asset-attributes.ts';

type Reading = (value: string) => string | null;

const oneOf =
  (values: readonly string[]): Reading =>
  (value) =>
    values.includes(value) ? value : null;

/** How each attribute's text is read; null = not accepted. */
const readings: Readonly<Record<AssetAttribute, { read: Reading; wanted: string }>> = {
  unit: {
    read: (value) => (/^[a-z0-9][a-z0-9-]{0,39}$/.test(value) ? value : null),
    wanted: 'the short name of a business unit',
  },
  owner: {
    read: (value) => (value.length <= 120 && !hasControl(value) ? value : null),
    wanted: 'a team, at most 120 characters',
  },
  criticality: choice('criticality'),
  environment: choice('environment'),
  exposure: choice('exposure'),
  scope: { read: readScopes, wanted: `any of ${attributeValues.scope.join(', ')}, apart by commas` },
  status: choice('status'),
};

function choice(attribute: 'criticality' | 'environment' | 'exposure' | 'status') {
  const values = attributeValues[attribute];
  return { read: oneOf(values), wanted: `one of ${values.join(', ')}` };
}

/** Scopes in their fixed order, each once. */
function readScopes(text: string): string | null {
  const given = text.split(/[,;\s]+/).filter((one) => one !== '');
  const known: readonly string[] = attributeValues.scope;
  if (given.some((one) => !known.includes(one))) return null;
  return known.filter((one) => given.includes(one)).join(',');
}

/**
 * One decision, checked. An empty value withdraws it (an empty scope says: in none).
 * @throws AppError DECISION_INVALID
 */
export function readDecision({ attribute, value }: { attribute: string; value: string | null }): {
  attribute: AssetAttribute;
  value: string | null;
} {
  const known = attributes.find((one) => one === attribute);
  if (known === undefined) throw invalid(attribute, `one of ${attributes.join(', ')} as the attribute`);
  const text = value?.trim() ?? '';
  if (text === '') return { attribute: known, value: null };
  const { read, wanted } = readings[known];
  const accepted = read(text);
  if (accepted === null) throw invalid(known, wanted);
  return { attribute: known, value: accepted };
}

function invalid(field: string, wanted: string): AppError {
  return new AppError({
    code: 'DECISION_INVALID',
    message: `The value of ${field.slice(0, 40)} is not accepted.`,
    remedy: `Give ${wanted}.`,
    where: { field: field.slice(0, 40) },
  });
}

function hasControl(text: string): boolean {
  return [...text].some((letter) => letter < ' ' || letter === '\u007f');
}
