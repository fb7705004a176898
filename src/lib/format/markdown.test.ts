import { expect, test } from 'vitest';
import { readMarkdown } from './markdown.ts';

test('headings, paragraphs, lists and code become blocks', () => {
  const blocks = readMarkdown('# Scope\n\nAll **servers** and `laptops`.\n\n- one\n- two\n\n```\nx < y\n```');
  expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'code']);
  expect(blocks[1]).toEqual({
    kind: 'paragraph',
    inlines: [
      { text: 'All ', style: 'plain', href: null },
      { text: 'servers', style: 'strong', href: null },
      { text: ' and ', style: 'plain', href: null },
      { text: 'laptops', style: 'code', href: null },
      { text: '.', style: 'plain', href: null },
    ],
  });
});

test.each([
  '<script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '[x](http://example.org)',
  '![x](https://e.org/y)',
])('%s gives no link and no markup', (text) => {
  const inlines = readMarkdown(text).flatMap((block) => ('inlines' in block ? block.inlines : []));
  expect(inlines.every(({ href }) => href === null)).toBe(true);
  expect(inlines.length).toBeGreaterThan(0);
});

test('links to https stay', () => {
  const [block] = readMarkdown('[the site](https://example.org)');
  expect(block).toMatchObject({ inlines: [{ text: 'the site', href: 'https://example.org' }] });
});
