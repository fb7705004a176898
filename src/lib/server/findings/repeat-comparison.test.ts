import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isSchemeName, schemes } from '#core/version/compare.ts';
import { repeatComparison } from './repeat-comparison.ts';

/** The one breaks out of quotes, the other needs none. */
const breaksOut = `1.0'; echo "taken"; $(echo taken) \`echo taken\` #`;
const bare = '1.0; echo taken';

describe('the command that repeats a comparison', () => {
  it('names the versions as they are', () => {
    expect(repeatComparison('deb', '1:2.3~rc1-4', '1:2.3-1')).toBe(
      'dpkg --compare-versions 1:2.3~rc1-4 lt 1:2.3-1',
    );
    expect(repeatComparison('rpm', '3.0.7-27.el9', '3.0.7-28.el9_4')).toContain(
      '"3.0.7-27.el9","3.0.7-28.el9_4"',
    );
    expect(repeatComparison('go', 'v1.2.3', 'v1.2.4')).toContain('"v1.2.3", "v1.2.4"');
  });

  const shells = Object.keys(schemes)
    .filter(isSchemeName)
    .filter((scheme) => scheme !== 'windows' && scheme !== 'go');

  it.each(shells)('for %s versions runs nothing that a version holds', (scheme) => {
    // `true` takes the place of the program and prints nothing, whatever its arguments: only a broken quote speaks.
    for (const hostile of [breaksOut, bare]) {
      const command = `true ${repeatComparison(scheme, hostile, hostile)}`;
      expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout).toBe('');
    }
  });

  it.each(['windows', 'go'] as const)('for %s versions never repeats what could end a quote', (scheme) => {
    expect(repeatComparison(scheme, breaksOut, bare)).not.toContain('taken');
  });
});
