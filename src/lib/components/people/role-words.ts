/** Roles that a person can have, as they are chosen. */
export const roleChoices = [
  { value: 'analyst', label: 'Analyst: decides what to fix first' },
  { value: 'manager', label: 'Manager: approves' },
  { value: 'owner', label: 'System owner' },
  { value: 'operator', label: 'Operator: runs scans' },
  { value: 'ciso', label: 'CISO: sees all, approves' },
  { value: 'auditor', label: 'Auditor: reads, within an engagement' },
  { value: 'administrator', label: 'Administrator' },
] as const;

/** The short name of a role. */
export function roleWord(role: string): string {
  const label = roleChoices.find(({ value }) => value === role)?.label ?? role;
  return label.split(':')[0] ?? role;
}

/** Where a role holds. */
export function unitWord(unit: string, units: readonly { unit: string; name: string }[]): string {
  if (unit === '*') return 'all business units';
  return units.find((one) => one.unit === unit)?.name ?? unit;
}
