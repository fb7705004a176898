import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import { isAppError } from '#core/errors.ts';
import { isLocalDate, toIso } from '#core/time.ts';
import type { Severity } from '#core/advisory/rank.ts';
import { publishedInstant } from './published-time.ts';

const SEVERITIES = new Map<string, Severity>([
  ['critical', 'critical'],
  ['important', 'high'],
  ['high', 'high'],
  ['urgent', 'critical'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
]);

/** The four words of Red Hat and Microsoft, and those of their neighbours, as a severity; null for any other. */
export function severityOfWord(word: string | null): Severity | null {
  return word === null ? null : (SEVERITIES.get(word.trim().toLowerCase()) ?? null);
}

/** The vendor's own word to show; null for none and for words that say that there is none. */
export function ratingOf(word: string | null): string | null {
  const text = word?.trim() ?? '';
  return text === '' || text.length > 40 || /^(?:none|unknown|n\/a|unspecified|null)$/i.test(text)
    ? null
    : text;
}

const ABOUT = new Map<string, AdvisoryNotice['about']>([
  ['security', 'security'],
  ['bugfix', 'bugfix'],
  ['bug fix', 'bugfix'],
  ['recommended', 'bugfix'],
  ['enhancement', 'enhancement'],
  ['newpackage', 'enhancement'],
  ['feature', 'enhancement'],
  ['optional', 'enhancement'],
]);

/**
 * What an erratum is about: by its type, else by the letter in ids such as RHSA, ALBA, RLEA; any other type is taken
 * for a bug fix.
 */
export function aboutOf(type: string | null, id: string): AdvisoryNotice['about'] {
  const named = ABOUT.get(type?.trim().toLowerCase() ?? '');
  if (named !== undefined) return named;
  const [, letter] = /^(?:RH|AL|RL|RX|EL)([SBE])A-/.exec(id) ?? [];
  if (letter === 'S') return 'security';
  return letter === 'E' ? 'enhancement' : 'bugfix';
}

/** A vendor's time: seconds since 1970, a bare day, or any form `publishedInstant` reads (UTC where no zone is said). */
export function vendorTime(value: string | number | null): string | null {
  if (value === null) return null;
  if (typeof value === 'string' && isLocalDate(value.trim())) return value.trim();
  if (typeof value === 'string' && !/^\d{9,11}$/.test(value.trim())) return publishedInstant(value.trim());
  try {
    return toIso(Number(value) * 1000);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

export { REBOOT, REBOOT_IF_ASKED } from '#core/advisory/further-steps.ts';
