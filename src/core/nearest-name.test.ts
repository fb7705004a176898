import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

it.each([
  ['Severity', ['Host', 'severty', 'Sever'], 'severty'],
  ['Plugin ID', ['plugin_id'], 'plugin_id'],
  ['CVE ID', ['Host', 'Port'], null],
  ['environment', ['enviroment'], 'enviroment'],
  ['Host', [], null],
  ['Host', ['', '--'], null],
  ['Host', ['x'.repeat(100_000)], null],
])('%s among %j is %s', (wanted, names, nearest) => {
  expect(nearestName(wanted, names)).toBe(nearest);
});
