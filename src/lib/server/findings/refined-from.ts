/**
 * What a fix was named by before its advisory was known; null = it is still named so, or its vendor named it at once.
 * @example refinedFrom({ fix: 'security-update:openssl@3.0.14', advisory: 'DSA-5764-1' }) // the fix
 */
export function refinedFrom({ fix, advisory }: { fix: string; advisory: string | null }): string | null {
  return advisory !== null && fix.startsWith('security-update:') ? fix : null;
}
