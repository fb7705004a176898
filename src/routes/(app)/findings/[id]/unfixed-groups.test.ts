import { describe, expect, it } from 'vitest';
import { unfixedStates } from '#core/advisory/judge-statement.ts';
import { unfixedChoices } from '#lib/format/state-words.ts';
import { unfixedGroups } from './unfixed-groups.ts';

describe('unfixedGroups', () => {
  it('has words for every state there is', () => {
    expect(unfixedChoices.map(({ value }) => value).sort()).toEqual([...unfixedStates].sort());
  });

  it('puts what may still get a fix first and names the archive and the announced version', () => {
    const groups = unfixedGroups([
      { vulnerability: 'CVE-2026-3', state: 'wont_fix', note: 'Minor issue' },
      { vulnerability: 'CVE-2026-4', state: 'needs_subscription', note: 'esm-infra' },
      { vulnerability: 'CVE-2026-1', state: 'no_fix', note: null },
      { vulnerability: 'CVE-2026-2', state: 'announced', note: '3.0.15-1' },
      { vulnerability: 'CVE-2026-5', state: 'no_fix', note: null },
    ]);
    expect(groups.map(({ words, note, vulnerabilities }) => [words, note, vulnerabilities])).toEqual([
      ['No fix yet', null, ['CVE-2026-1', 'CVE-2026-5']],
      ['3.0.15-1 is announced, not released', null, ['CVE-2026-2']],
      ['Will not be fixed', 'Minor issue', ['CVE-2026-3']],
      ['Fix needs the subscription esm-infra', null, ['CVE-2026-4']],
    ]);
  });
});
