import type { Comparison, Sign } from './comparison.ts';

/** Stands for the version of an update that is not in place. */
export const NO_UPDATE = 'none';

const UPDATE = /^KB[0-9]{6,8}$/;
const NOTICE = /^(?:ADV[0-9]{6}|CVE-[0-9]{4}-[0-9]{4,19})$/;

/** True for the number of an update, `KB5002500`. */
export function isUpdateId(text: string): boolean {
  return UPDATE.test(text);
}

/** True for the number of a notice, `ADV200011`: settings that it recommends are in place, or not, like an update. */
export function isNoticeId(text: string): boolean {
  return NOTICE.test(text);
}

const isNamed = (text: string): boolean => isUpdateId(text) || isNoticeId(text);

/**
 * Order of what is in place of an update: `none` is below it, the update is itself. Two updates have no order of their
 * own: only Microsoft says which replaces which. undefined = neither text is about an update.
 */
export function updateSign(a: string, b: string): Sign | null | undefined {
  if (a === b) return isNamed(a) || a === NO_UPDATE ? 0 : undefined;
  if (a === NO_UPDATE && isNamed(b)) return -1;
  if (b === NO_UPDATE && isNamed(a)) return 1;
  return isNamed(a) || isNamed(b) ? null : undefined;
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
  if (isNoticeId(absent))
    return { kind: 'ordered', sign, why: `nobody verified the settings that ${absent} recommends` };
  return { kind: 'ordered', sign, why: `neither ${absent} nor an update that replaces it is installed` };
}
