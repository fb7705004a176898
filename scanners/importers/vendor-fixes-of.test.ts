import { expect, it } from 'vitest';
import { fixesOfVendor } from './vendor-fixes-of.ts';

const everybody = [
  ...['RHSA-2024:1', 'DSA-5000-1', 'USN-6000-1', 'GLSA-202401-01', 'ELSA-2024-1', 'ALSA-2024:1'],
  ...['SUSE-SU-2024:1-1', 'FEDORA-2024-1a2b3c4d5e', 'ALAS2-2024-1', 'KB5031364', 'NTAP-20240101-0001'],
];

it.each([
  ['Ubuntu 24.04.2 LTS (Noble Numbat)', ['USN-6000-1']],
  ['Debian GNU/Linux 12 (bookworm)', ['DSA-5000-1']],
  ['deb/debian', ['DSA-5000-1']],
  ['Red Hat Enterprise Linux 9.4', ['RHSA-2024:1']],
  ['rpm/ol', ['ELSA-2024-1']],
  ['Oracle Linux Server 8.9', ['ELSA-2024-1']],
  ['AlmaLinux 9', ['ALSA-2024:1']],
  ['SUSE Linux Enterprise Server 15', ['SUSE-SU-2024:1-1']],
  ['Fedora Linux 40', ['FEDORA-2024-1a2b3c4d5e']],
  ['Amazon Linux 2', ['ALAS2-2024-1']],
  ['Microsoft Windows Server 2022', ['KB5031364']],
  ['npm/', []],
  ['', []],
  [null, []],
])('of the fixes that everybody has, %j takes its own', (system, own) => {
  expect(fixesOfVendor(everybody, system)).toEqual(own);
});
