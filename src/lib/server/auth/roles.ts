export const ROLES = [
  'administrator',
  'ciso',
  'analyst',
  'manager',
  'owner',
  'operator',
  'auditor',
  'scanner',
  'local-operator',
] as const;
export type Role = (typeof ROLES)[number];

/** What an API token may be limited to. */
export const SCOPES = ['read', 'scan', 'import', 'submit'] as const;
export type Scope = (typeof SCOPES)[number];

/** The known roles among stored texts; a role of a later version gives no rights. */
export function knownRoles(texts: readonly string[]): Role[] {
  return ROLES.filter((role) => texts.includes(role));
}

/** The known scopes among stored texts. */
export function knownScopes(texts: readonly string[]): Scope[] {
  return SCOPES.filter((scope) => texts.includes(scope));
}
