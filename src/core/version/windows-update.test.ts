import { describe, expect, it } from 'vitest';
import { compareVersions } from './compare.ts';
import { windowsSign } from './windows.ts';

describe('what is in place of an update', () => {
  it.each([
    ['none', 'KB5002500', -1],
    ['KB5002500', 'KB5002500', 0],
    ['KB5002500', 'none', 1],
    ['none', 'none', 0],
    ['KB5002500', 'KB5002600', null],
    ['none', 'ADV190023', -1],
    ['CVE-2026-0503', 'CVE-2026-0503', 0],
    ['16.0.4266.1001', 'KB5002500', null],
    ['KB5002500', '10.0.20348.1', null],
  ])('%s against %s is %s', (a, b, sign) => {
    expect(windowsSign(a, b)).toBe(sign);
    const compared = compareVersions('windows', a, b);
    expect(compared.kind === 'ordered' ? compared.sign : null).toBe(sign);
  });

  it('says why in words', () => {
    expect(compareVersions('windows', 'none', 'KB5002500')).toMatchObject({
      why: 'neither KB5002500 nor an update that replaces it is installed',
    });
    expect(compareVersions('windows', 'none', 'ADV190023')).toMatchObject({
      why: 'nobody verified the settings that ADV190023 recommends',
    });
    expect(compareVersions('windows', 'KB5002500', 'KB5002600')).toMatchObject({
      reason: 'KB5002500 and KB5002600 have no order: only Microsoft says which update replaces which',
    });
  });
});
