/**
 * Notes of statements that bound what the status says. A feed writes them, matching reads them back: `Statement` has
 * no field for an upper bound that is itself affected, nor for a fix that cannot be had yet.
 */
const UP_TO = /(?:^|, )up to (\S+)$/;
const ABOVE = /^above (\S+?)(?:, up to \S+)?$/;
const ANNOUNCED = /^fixed in (\S+), announced but not yet in /;

/**
 * The range of an `affected` statement that no fixed version ends.
 * @param bounds `above`: the last version below the range; `upTo`: the last version in it; null = none
 * @example rangeNote({ above: null, upTo: '3.8.4' }) // 'up to 3.8.4'
 */
export function rangeNote(bounds: {
  readonly above: string | null;
  readonly upTo: string | null;
}): string | null {
  const parts = [
    bounds.above === null ? '' : `above ${bounds.above}`,
    bounds.upTo === null ? '' : `up to ${bounds.upTo}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(', ');
}

/** Last version with the flaw, where the note of an `affected` statement names one; later versions are free of it. */
export function lastAffectedOf(note: string | null): string | null {
  return UP_TO.exec(note ?? '')?.[1] ?? null;
}

/** Last version before the flaw, where the note names one: that version itself is free of it. */
export function notAffectedYetOf(note: string | null): string | null {
  return ABOVE.exec(note ?? '')?.[1] ?? null;
}

/** The note of an `affected` statement whose fix is announced, and not yet in the archive. */
export function announcedNote(version: string, archive: string): string {
  return `fixed in ${version}, announced but not yet in ${archive}`;
}

/** The version that a vendor announced and has not released; null where the note says nothing of the kind. */
export function announcedFixOf(note: string | null): string | null {
  return ANNOUNCED.exec(note ?? '')?.[1] ?? null;
}

/** Stands in the note of a statement on a flaw without an update, where its notice recommends settings. */
export const SETTINGS_ONLY = 'settings only';
