import { expect, it } from 'vitest';
import { isBackdated, sharesNames } from './report-flag.ts';

it('a scan is backdated when it ended more than a day before its report came', () => {
  const came = Date.parse('2026-11-20T08:00:00.000Z');
  const ended = (finishedAt: string | null, startedAt: string | null = null) =>
    isBackdated({ startedAt, finishedAt }, came);
  expect(ended('2026-11-19T08:00:00.000Z')).toBe(false);
  expect(ended('2026-11-19T07:59:59.999Z')).toBe(true);
  expect(ended(null, '2024-11-19T08:00:00.000Z')).toBe(true);
  expect(ended(null)).toBe(false);
});

it('hosts share a name when nothing else says that they are one, or keeps them apart', () => {
  const host = (
    key: string,
    name: string | null,
    addresses: string[] = [],
    cloudId: string | null = null,
  ) => {
    return { key, kind: 'host', name, addresses, machineId: null, cloudId } as const;
  };
  expect(sharesNames([host('001', 'web1'), host('4001', 'WEB1')])).toBe(true);
  expect(sharesNames([host('001', 'web1', ['192.0.2.1']), host('002', 'web1', ['192.0.2.2'])])).toBe(true);
  expect(sharesNames([host('001', 'web1', ['192.0.2.1']), host('002', 'web1', ['192.0.2.1'])])).toBe(false);
  expect(sharesNames([host('web1', 'web1', ['192.0.2.1']), host('web1#2', 'web1', ['192.0.2.2'])])).toBe(
    false,
  );
  expect(sharesNames([host('001', 'web1', [], 'i-1'), host('002', 'web1', [], 'i-2')])).toBe(false);
  expect(sharesNames([host('001', null), host('002', null), host('003', 'web1')])).toBe(false);
});
