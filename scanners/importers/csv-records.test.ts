import { expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { nessusCsv } from './nessus-csv.ts';

it('column names that stand again between records, of files put one behind the other, are no record', () => {
  const file = (host: string) =>
    `Plugin ID,CVE,Risk,Host,Protocol,Port,Name\n1001,CVE-2023-5363,High,${host},tcp,443,OpenSSL\n`;
  const { hosts, flaws, skipped } = readText(nessusCsv, file('192.0.2.1') + file('192.0.2.2'));
  expect(hosts.map(({ key }) => key)).toEqual(['192.0.2.1', '192.0.2.2']);
  expect([flaws.map(({ record }) => record), skipped]).toEqual([[1, 2], {}]);
});
