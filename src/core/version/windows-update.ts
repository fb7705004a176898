import type { Comparison, Sign } from './comparison.ts';

/** Stands for the version of an update that is not in place. */
export const NO_UPDATE = 'none';

const UPDATE = /^KB[0-9]{6,8}$/;

/** True for the number of an update, `KB5002500`. */
export function isUpdateId(text: string): boolean {
  return UPDATE.test(text);
}

/**
 * Order of what is in place of an update: `none` is below it, the update is itself. Two updates have no order of their
 * own: only Microsoft says which replaces which. undefined = neither text is about an update.
 */
export function updateSign(a: string, b: string): Sign | null | undefined {
  if (a === b) return isUpdateId(a) || a === NO_UPDATE ? 0 : undefined;
  if (a === NO_UPDATE && isUpdateId(b)) return -1;
  if (b === NO_UPDATE && isUpdateId(a)) return 1;
  return isUpdateId(a) || isUpdateId(b) ? null : undefined;
}

/** The same with its reason; null = neither text is about an update. */
export function compareUpdates(a: string, b: string): Comparison | null {
  const sign = updateSign(a, b);
  if (sign === undefined) return null;
  if (sign === null) {
    const reason = `${a} and ${b} have no order: only Microsoft says which update replaces which`;
    return { kind: 'not-comparable', reason };
  }
  if (sign === 0) return { kind: 'ordered', sign, why: `${a} is in place` };
  const absent = sign < 0 ? b : a;
  return { kind: 'ordered', sign, why: `neither ${absent} nor an update that replaces it is installed` };
}
