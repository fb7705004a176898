import { expect, test } from 'vitest';
import { livePatchesOf } from './live-patches-of.ts';

const livePatches = { modules: ['livepatch_1'], state: 'applied', version: '104.1', cves: ['CVE-2024-1086'] };
const open = { state: 'open', verifiedBy: null, cves: ['CVE-2024-1086', 'CVE-2024-26581'] };
const kernel = { ...open, packages: [{ name: 'linux-image-5.15.0-100-generic' }] };

test('live patches say which flaws of a kernel they mend, and nothing of other packages or closed findings', () => {
  expect(livePatchesOf(kernel, { livePatches })).toMatchObject({
    mended: ['CVE-2024-1086'],
    left: ['CVE-2024-26581'],
  });
  expect(livePatchesOf({ ...kernel, packages: [{ name: 'bash' }] }, { livePatches })).toBeNull();
  expect(livePatchesOf({ ...kernel, state: 'fixed' }, { livePatches })).toBeNull();
  expect(livePatchesOf(kernel, {})).toBeNull();
});
