import { expect, test } from 'vitest';
import { epssWords, unfixedPath, unfixedSays, unfixedTitle } from './unfixed-words.ts';

test('the title says how many wait for what', () => {
  expect(unfixedTitle({ total: 12, feeds: 2 }, {})).toBe('12 flaws have no fix to install');
  expect(unfixedTitle({ total: 1, feeds: 2 }, { state: 'announced', asset: 'web-1' })).toBe(
    '1 flaw waits for an announced fix on web-1',
  );
  expect(unfixedTitle({ total: 0, feeds: 2 }, {})).toBe('No flaw without a fix is known');
  expect(unfixedTitle({ total: 0, feeds: 2 }, { q: 'x' })).toBe('No such flaw matches');
  expect(unfixedTitle({ total: 0, feeds: 0 }, {})).toBe(
    'Flaws without a fix are not known: no feed was read',
  );
});

test('the vendor’s word names the version or the archive', () => {
  const none = { announced: [], archives: [] };
  expect(unfixedSays({ ...none, state: 'announced', announced: ['1.2-3'] })).toBe(
    '1.2-3 is announced, not released',
  );
  expect(unfixedSays({ ...none, state: 'needs_subscription', archives: ['esm-apps'] })).toBe(
    'Fix needs the subscription esm-apps',
  );
  expect(unfixedSays({ ...none, state: 'wont_fix' })).toBe('Will not be fixed');
  expect(epssWords({ score: 0.09671 })).toBe('EPSS 0.097');
  expect(epssWords({ score: 0.00002 })).toBe('EPSS below 0.001');
  expect(unfixedPath('A/1')).toBe('/unfixed/A%2F1');
});
