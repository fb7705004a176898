import { expect, test } from 'vitest';
import { rankingTemplate } from '#core/policy/policy.ts';
import { comparePolicies } from './compare-policies.ts';

const terms = rankingTemplate('UTC', 0);
const shorter = {
  ...terms,
  rules: terms.rules.map((rule) =>
    rule.id === 'own' ? { ...rule, limits: { ...rule.limits, high: 'P14D' } } : rule,
  ),
  alsoOpen: { grace: 'P7D' },
};
const joined = (parts: readonly { readonly text: string }[] | null) =>
  parts?.map(({ text }) => text).join('');

test('rules that differ stand side by side with the words that changed', () => {
  const diff = comparePolicies({ terms, text: '' }, { terms: shorter, text: '' });
  const own = diff.rules.find(({ clause }) => clause.startsWith('Patch by rank'));
  expect(own?.old?.filter(({ only }) => only !== null)).toEqual([{ text: '30', only: 'old' }]);
  expect(own?.new?.filter(({ only }) => only !== null)).toEqual([{ text: '14', only: 'new' }]);
  expect(diff.rules.filter(({ same }) => !same).map(({ clause }) => clause)).toEqual([
    'Patch by rank, from first detection',
    'Open findings',
  ]);
  expect(diff.changed).toBe(2);
});

test('text is compared paragraph by paragraph under its heading, and nothing of it is lost', () => {
  const before = '# Scope\n\nAll servers.\n\nNo phones.';
  const after = '# Scope\n\nAll servers and laptops.\n\n# Goal\n\nNo phones.';
  const { text } = comparePolicies({ terms, text: before }, { terms, text: after });
  expect(text.flatMap((one) => joined(one.old) ?? []).join('\n\n')).toBe(before);
  expect(text.flatMap((one) => joined(one.new) ?? []).join('\n\n')).toBe(after);
  const changed = text.find(({ same }) => !same);
  expect(changed).toMatchObject({ clause: 'Scope' });
  expect(changed?.new?.filter(({ only }) => only === 'new').map((one) => one.text.trim())).toContain(
    'and laptops',
  );
});

test('rules on scans, meanings, rollouts and restarts are clauses of their own', () => {
  const next = {
    ...terms,
    scanFrequency: [{ id: 'servers', method: 'credentialed' as const, every: 'P7D' }],
    restarts: { by: ['owner' as const], window: 'Saturday', outside: [], pendingAtMost: 'P3D' },
    reviewEvery: 'P6M',
  };
  const changed = comparePolicies({ terms, text: '' }, { terms: next, text: '' }).rules.filter(
    ({ same }) => !same,
  );
  expect(changed.map(({ clause }) => clause)).toEqual(['Next review within', 'Scan frequency', 'Restarts']);
  expect(joined(changed[1]?.new ?? null)).toBe('servers: credentialed every 7\u202fd');
});

test('the same version differs in nothing', () => {
  expect(comparePolicies({ terms, text: 'a\n\nb' }, { terms, text: 'a\n\nb' }).changed).toBe(0);
});
