import { expect, test } from 'vitest';
import { cameWords, closesWords, heldWords, knownWords, placeWords, sizeWords } from './import-words.ts';

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

test('a report says where what it does not name is closed', () => {
  const closes = (withLogin: number, withoutLogin: number, hosts = 3) =>
    closesWords({ hosts, closes: { withLogin, withoutLogin } });
  expect(closesWords({ hosts: 3, closes: null })).toBeNull();
  expect(closes(0, 0)).toBe('Nothing: what is missing stays open');
  expect(closes(1, 0, 1)).toBe('What is missing, on 1 of 1 host');
  expect(closes(2, 1)).toBe('What is missing, on 3 of 3 hosts; on 1 without login only what is at a port');
  expect(closes(0, 2)).toBe('What is missing, on 2 of 3 hosts; without login only what is at a port');
});

test('a file that came before says what importing it again does', () => {
  const said = (holds: 'selection' | null, replaces: number | null) => ({ holds, replaces });
  const words = (
    result: 'imported' | 'already-imported' | 'checked',
    report: ReturnType<typeof said> | null,
  ) => knownWords({ known: true, result, report });
  expect(knownWords({ known: false, result: 'checked', report: null })).toBeNull();
  expect(words('checked', said(null, null))).toContain('changes nothing');
  expect(words('checked', said('selection', 1200))).toBe(
    'This very file was imported before. Importing it as a selection replaces that (event 1,200).',
  );
  expect(words('imported', said('selection', 12))).toContain('it replaces that');
  expect(words('already-imported', null)).toContain('nothing changed');
  expect(words('imported', null)).toBeNull();
});

test('the list of imports says what somebody said that a report holds', () => {
  const receipt = { assets: 1, records: 2, holds: 'everything' } as const;
  expect(heldWords({ kind: 'report', ...scans, receipt })).toBe('1 host, 2 records, as everything');
});
