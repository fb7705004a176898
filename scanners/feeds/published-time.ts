import { isAppError } from '#core/errors.ts';
import { fromIso, isLocalDate, toIso } from '#core/time.ts';

/**
 * A publisher's time as an ISO instant; null where it is none. NVD and the CVE Program write UTC without saying so
 * (CVE record format 5.1, `timestamp`: "if timezone offset is not given, GMT is assumed"); EPSS writes `+0000`.
 */
export function publishedInstant(text: string | null): string | null {
  if (text === null) return null;
  const spaced = text.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const instant = /(?:Z|[+-]\d{2}:\d{2})$/.test(spaced) ? spaced : `${spaced}Z`;
  try {
    return toIso(fromIso(isLocalDate(text) ? `${text}T00:00:00.000Z` : instant));
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

/** A bare day, or null where it is none. */
export function publishedDay(text: string | null): string | null {
  return text !== null && isLocalDate(text) ? text : null;
}

/** The later of two instants as `publishedInstant` writes them. */
export function laterInstant(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
