import { expect, test } from 'vitest';
import { updateCommands } from './update-commands.ts';
import type { PackageToUpdate } from './update-commands.ts';

const deb = (name: string, fixed: string): PackageToUpdate => ({
  family: 'debian',
  system: 'Debian 12',
  name,
  fixed,
  scheme: 'deb',
  advisory: 'DSA-5764-1',
});
const rpm = (name: string, fixed: string, advisory: string | null = null): PackageToUpdate => ({
  family: 'redhat',
  system: 'RHEL 9',
  name,
  fixed,
  scheme: 'rpm',
  advisory,
});

test('apt gets each package once, in the highest version, behind the end of options', () => {
  const packages = [
    deb('openssl', '3.0.9-1'),
    deb('openssl', '3.0.14-1~deb12u2'),
    deb('libssl3', '3.0.14-1'),
  ];
  expect(updateCommands(packages)).toEqual([
    {
      system: 'Debian 12',
      command: 'apt-get install --only-upgrade -- libssl3=3.0.14-1 openssl=3.0.14-1~deb12u2',
    },
  ]);
});

test('dnf goes by the advisory, and by the package where none is known', () => {
  const packages = [
    rpm('openssl-libs', '1:3.0.7-27.el9', 'RHSA-2024:2447'),
    rpm('openssl', '1:3.0.7-27.el9', 'RHSA-2024:2447'),
    rpm('bash', '5.1.8-9.el9'),
  ];
  expect(updateCommands(packages).map(({ command }) => command)).toEqual([
    'dnf upgrade --advisory=RHSA-2024:2447',
    'dnf upgrade -- bash-5.1.8-9.el9',
  ]);
});

test.each([
  [deb('openssl; reboot', '1.0-1')],
  [deb('-oAPT::Foo=1', '1.0-1')],
  [deb('openssl', '$(id)')],
  [deb('openssl', '1.0\n2')],
  [rpm('--setopt=x', '1.0-1')],
  [rpm('bash', '1.0-1`id`')],
])('a name or version that is none becomes no command: %j', (pkg) => {
  expect(updateCommands([pkg])).toEqual([]);
});

test('an advisory that is none names no option', () => {
  expect(updateCommands([rpm('bash', '1.0-1', 'X --setopt=y')])[0]?.command).toBe(
    'dnf upgrade -- bash-1.0-1',
  );
});

test('hosts of another release get their own versions', () => {
  const packages = [deb('curl', '7.88.1-10'), { ...deb('curl', '8.14.1-2'), system: 'Debian 13' }];
  expect(updateCommands(packages)).toEqual([
    { system: 'Debian 12', command: 'apt-get install --only-upgrade -- curl=7.88.1-10' },
    { system: 'Debian 13', command: 'apt-get install --only-upgrade -- curl=8.14.1-2' },
  ]);
});
