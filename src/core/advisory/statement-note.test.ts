import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  announcedFixOf,
  announcedNote,
  lastAffectedOf,
  notAffectedYetOf,
  rangeNote,
} from './statement-note.ts';

const version = fc.stringMatching(/^[0-9A-Za-z.+~:_-]{1,20}(?:,[0-9])?$/);
const bound = fc.option(version, { nil: null });

describe('the note of a statement', () => {
  it('gives back the bounds it was written with', () => {
    fc.assert(
      fc.property(bound, bound, (above, upTo) => {
        const note = rangeNote({ above, upTo });
        expect([notAffectedYetOf(note), lastAffectedOf(note)]).toEqual([above, upTo]);
        expect(announcedFixOf(note)).toBeNull();
      }),
    );
  });

  it('gives back the announced version', () => {
    fc.assert(
      fc.property(version, (fixed) => {
        const note = announcedNote(fixed, 'bookworm');
        expect(announcedFixOf(note)).toBe(fixed);
        expect([notAffectedYetOf(note), lastAffectedOf(note)]).toEqual([null, null]);
      }),
    );
  });

  it.each([
    'Minor issue',
    'Not affected up to now',
    'will be fixed in 1.2',
    'not fixed in 1.2, announced but not yet in sid',
    '',
    null,
  ])('in the vendor’s words bounds nothing: %j', (note) => {
    expect([lastAffectedOf(note), notAffectedYetOf(note), announcedFixOf(note)]).toEqual([null, null, null]);
  });
});
