import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onTimeSentence, postureTitle } from './posture-title.ts';

const at = (lower: number | null, upper = lower) => ({ lower, upper });
const none = at(null);
const plain = (text: string | null) => text?.replace(/\u202f/g, ' ') ?? null;

describe('verdict of the posture', () => {
  it.each([
    [at(0.895, 0.931), at(0.851, 0.9), 'Below the 95 % target, and improving'],
    [at(0.851, 0.9), at(0.895, 0.931), 'Below the 95 % target, and getting worse'],
    [at(0.9, 0.93), at(0.902, 0.931), 'Below the 95 % target, and unchanged'],
    [at(0.9, 0.93), at(0.88, 0.94), 'Below the 95 % target'],
    [at(0.9, 0.93), none, 'Below the 95 % target'],
    [at(0.96), at(0.94), 'The 95 % target is met, and improving'],
    [at(0.95), none, 'The 95 % target is met'],
    [at(0.94, 0.96), none, 'Cannot tell whether the 95 % target is met'],
  ])('of %j after %j is "%s"', (lately, earlier, words) => {
    expect(plain(postureTitle(lately, earlier, 0.95))).toBe(words);
  });

  it('is none when nothing fell due', () => {
    expect(postureTitle(none, at(0.9), 0.95)).toBeNull();
    expect(onTimeSentence(none, 0.95)).toBeNull();
  });

  it('never says that the target is met unless what is proven reaches it', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (a, b, c, d) => {
        const lately = at(Math.min(a, b), Math.max(a, b));
        const title = plain(postureTitle(lately, at(Math.min(c, d), Math.max(c, d)), 0.95)) ?? '';
        expect(title.startsWith('The 95 % target is met')).toBe(
          lately.lower !== null && lately.lower >= 0.95,
        );
      }),
    );
  });

  it.each([
    [at(0.895, 0.931), 'At best 93.1 %'],
    [at(0.96, 0.98), 'At least 96.0 %'],
    [at(0.94, 0.96), 'Between 94.0 % and 96.0 %'],
    [at(0.57), '57.0 %'],
  ])('the sentence of %j takes the side that decides', (lately, words) => {
    expect(plain(onTimeSentence(lately, 0.95))).toBe(`${words} of what fell due in 90 days was on time.`);
  });
});
