import type { ExecutiveFunction } from '#core/policy/executive-function.ts';

/** Conditions of a rule as people write them: `rank=severe,high; exposure=internet`. */
export function conditionsText(conditions: object | undefined): string {
  return Object.entries(conditions ?? {})
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : String(value)}`)
    .join('; ');
}

/** The same read; what the product does not know of it is refused where the policy is checked. */
export function readConditions(text: string): Record<string, unknown> | undefined {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return undefined;
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', value = ''] = part.split('=').map((one) => one.trim());
      if (value === 'true' || value === 'false') return [name, value === 'true'];
      return [name, value.split(',').map((one) => one.trim())];
    }),
  );
}

const units: Readonly<Record<string, (count: string) => string>> = {
  h: (count) => `PT${count}H`,
  d: (count) => `P${count}D`,
  m: (count) => `P${count}M`,
};

/** A limit as people write it (`48 h`, `30 d`, `1 month`) as ISO 8601; anything else stays, to be refused by name. */
export function readLimit(text: string): string {
  const [, count = '', unit = ''] = /^(\d+)\s*(h|hours?|d|days?|m|months?)$/i.exec(text.trim()) ?? [];
  return units[unit.charAt(0).toLowerCase()]?.(count) ?? text.trim();
}

/** Approvals as people write them: `ciso + manager` are two, `manager or ciso` is one that either may give. */
export function approversText(seats: readonly (readonly string[])[]): string {
  return seats.map((seat) => seat.join(' or ')).join(' + ');
}

/** The same read; roles that the product does not know are refused where the policy is checked. */
export function readApprovers(text: string): string[][] {
  return text.split('+').map((seat) => seat.split(/\bor\b/i).map((role) => role.trim().toLowerCase()));
}

/** Functions whose executives sign the policy. */
export const executiveWords: Readonly<Record<ExecutiveFunction, string>> = {
  'general-management': 'General management',
  finance: 'Finance',
  legal: 'Legal',
  compliance: 'Compliance',
  'human-resources': 'Human resources',
  business: 'Business line',
  product: 'Product',
};
