import { AppError } from '../errors.ts';

/** Instants a clock can start at. */
const clockSources = [
  'patch_released',
  'first_detected',
  'evaluated',
  'kev_listed',
  'advisory_published',
  'previous_scan',
] as const;

export type ClockSource = (typeof clockSources)[number];

/** How a policy writes a clock start, such as `later(patch_released, first_detected)`. */
export type ClockName = ClockSource | `later(${string})` | `earlier(${string})`;

/** A clock start, read. */
export type Clock =
  ClockSource | { readonly choose: 'later' | 'earlier'; readonly of: readonly [Clock, Clock] };

const isSource = (text: string): text is ClockSource => clockSources.some((source) => source === text);

function topLevelComma(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (text[at] === ',' && depth === 0) return at;
  }
  return -1;
}

/**
 * Reads a clock start.
 * @throws AppError POLICY_INVALID when it is none.
 */
export function parseClock(name: string): Clock {
  const text = name.trim();
  if (isSource(text)) return text;
  const match = /^(later|earlier)\((.+)\)$/.exec(text);
  const inner = match?.[2] ?? '';
  const comma = topLevelComma(inner);
  if (match === null || comma === -1) {
    throw new AppError({
      code: 'POLICY_INVALID',
      message: 'The clock start is not known.',
      remedy: `Use ${clockSources.join(', ')}, later(a, b) or earlier(a, b).`,
    });
  }
  const of = [parseClock(inner.slice(0, comma)), parseClock(inner.slice(comma + 1))] as const;
  return { choose: match[1] === 'later' ? 'later' : 'earlier', of };
}

/** True for text that `parseClock` reads. */
export function isClockName(text: string): text is ClockName {
  try {
    parseClock(text);
    return true;
  } catch {
    return false;
  }
}
