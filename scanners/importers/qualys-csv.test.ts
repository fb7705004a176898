import { expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { qualysCsv } from './qualys-csv.ts';

const head = 'IP,Network,DNS,QG Host ID,QID,Title,Vuln Status,Type,Severity,Ticket State,Results\n';
const row = (network: string, id: string, more: string): string =>
  `192.0.2.5,${network},,${id},38738,Weak key,${more}\n`;

it('keeps hosts apart that have one address in two networks, or in turn', () => {
  const rows = [
    row('Office', 'a', 'Active,Vuln,3,Open,'),
    row('Plant', 'b', 'Active,Vuln,3,Open,'),
    row('Office', 'c', 'Active,Vuln,3,Open,'),
    row('Office', 'a', 'Active,Vuln,3,Open,'),
  ];
  const { hosts, flaws } = readText(qualysCsv, head + rows.join(''));
  expect(hosts.map(({ key }) => key)).toEqual(['192.0.2.5', '192.0.2.5 Plant/b', '192.0.2.5 Office/c']);
  expect(flaws.map(({ host }) => host)).toEqual([
    '192.0.2.5',
    '192.0.2.5 Plant/b',
    '192.0.2.5 Office/c',
    '192.0.2.5',
  ]);
});

it('takes what a ticket was closed for as ignored as accepted', () => {
  const states = ['Active,Vuln,3,Closed/Ignored,', 'Active,Vuln,3,Open,', 'Fixed,Vuln,3,Closed/Fixed,'];
  const { flaws } = readText(qualysCsv, head + states.map((state) => row('Office', 'a', state)).join(''));
  expect(flaws.map(({ status }) => status)).toEqual(['accepted', 'open', 'fixed']);
});
