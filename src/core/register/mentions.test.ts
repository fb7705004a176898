import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linkedParts, mentionsIn } from './mentions.ts';

const scan = 'a1'.repeat(16);

it('finds each id once, and no part of a longer word', () => {
  expect(mentionsIn(`RG-0012, again RG-0012, EX-0007 on CC-0003, by scan ${scan}.`)).toEqual([
    { kind: 'entry', id: 'RG-0012' },
    { kind: 'exception', id: 'EX-0007' },
    { kind: 'control', id: 'CC-0003' },
    { kind: 'scan', id: scan },
  ]);
  expect(mentionsIn(`XRG-0012 RG-12 ${scan}ff`)).toEqual([]);
});

it('links what is known and leaves the rest as it stands', () => {
  expect(linkedParts('See RG-0012 and RG-0013.', { 'RG-0013': '/registers/asv-scans/RG-0013' })).toEqual([
    { text: 'See RG-0012 and ', href: null },
    { text: 'RG-0013', href: '/registers/asv-scans/RG-0013' },
    { text: '.', href: null },
  ]);
  expect(linkedParts('RG-0013', { 'RG-0013': '/x' })).toEqual([{ text: 'RG-0013', href: '/x' }]);
});

it('loses no character of any text', () => {
  const word = fc.constantFrom('RG-0012', 'RG-0013', ' ', scan, 'and', 'constructor', '\n');
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string())), (words) => {
      const text = words.join('');
      const parts = linkedParts(text, { 'RG-0012': '/a', [scan]: '/b' });
      expect(parts.map((part) => part.text).join('')).toBe(text);
    }),
  );
});
