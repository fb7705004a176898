import type { Viewer } from '../auth/viewer.ts';

/** Who a token or session stands for and what it may be used for: one's own answer, so nothing is authorised. */
export function describeViewer({ name, roles, units, scopes }: Viewer) {
  return { name, roles, units, scopes: scopes ?? null };
}
