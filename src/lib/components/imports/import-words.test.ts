import { expect, test } from 'vitest';
import { cameWords, heldWords, placeWords, sizeWords } from './import-words.ts';

const scans = { scans: 0, complete: 0 };

test.each([
  [
    { kind: 'report', ...scans, receipt: { assets: 2, records: 1200, new: 3, unchanged: 0, closed: 1 } },
    '2 hosts, 1,200 records',
    '3 new, 1 closed',
  ],
  [{ kind: 'report', ...scans, receipt: { assets: 1, records: 1 } }, '1 host, 1 record', 'no finding'],
  [{ kind: 'feed', ...scans, receipt: { records: 5, skipped: 2 } }, '5 records', '2 left out'],
  [{ kind: 'scans', scans: 1, complete: 1, receipt: { host: 'web1' } }, 'scan of web1', 'complete'],
  [{ kind: 'scans', scans: 3, complete: 2, receipt: { host: 'web1' } }, '3 scans', '2 of 3 complete'],
  [{ kind: 'advisories', ...scans, receipt: { advisories: 1, source: 'Debian' } }, '1 advisory', 'by Debian'],
])('an imported file is told in two lines', (file, held, came) => {
  expect([heldWords(file), cameWords(file)]).toEqual([held, came]);
});

test('sizes and places are told in words', () => {
  expect([0, 2048, 52_428_800].map(sizeWords)).toEqual(['0 B', '2.0 KiB', '50 MiB']);
  expect(placeWords({ line: 3, column: 14 })).toBe('line 3, column 14');
  expect(placeWords({ field: 'zone' })).toBeNull();
  expect(placeWords(undefined)).toBeNull();
});
