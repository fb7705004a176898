import { describe, expect, test } from 'vitest';
import { rankOf, severities } from './rank.ts';

describe('the rank of an advisory', () => {
  test('follows the severity of the vendor', () => {
    const ranked = severities.map((severity) => rankOf({ severity, knownExploited: null }));
    expect(ranked).toEqual(['severe', 'high', 'medium', 'low']);
  });

  test('is severe once exploitation is known, whatever the vendor says', () => {
    for (const severity of [...severities, null])
      expect(rankOf({ severity, knownExploited: '2026-11-18' })).toBe('severe');
  });

  test('is unknown without a severity, not a guess', () => {
    expect(rankOf({ severity: null, knownExploited: null })).toBeNull();
  });
});
