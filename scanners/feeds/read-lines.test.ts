import { describe, expect, it } from 'vitest';
import type { FeedDocument } from './feed.ts';
import { eachLine } from './read-lines.ts';

function documentOf(bytes: Uint8Array, chunk: number): FeedDocument {
  return {
    name: 'a.csv',
    bytes: async function* () {
      for (let at = 0; at < bytes.byteLength; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

async function lines(text: string | Uint8Array, { chunk = 3, maxLength = 100 } = {}) {
  const found: [string, number][] = [];
  const options = { feed: 'test', maxLength };
  const end = await eachLine(documentOf(Buffer.from(text), chunk), options, (line, n) =>
    found.push([line, n]),
  );
  return { found, end };
}

describe('lines of a text', () => {
  it('come without their ends and with their number', async () => {
    const expected = ['é', '', 'b'];
    for (const chunk of [1, 2, 3, 100]) {
      const { found, end } = await lines('\ufeffé\r\n\nb\n', { chunk });
      expect(found).toEqual(expected.map((text, index) => [text, index + 1]));
      expect(end).toEqual({ lines: 3, isLastEnded: true });
    }
  });

  it('say when the last has no end', async () => {
    expect((await lines('a\nb')).end).toEqual({ lines: 2, isLastEnded: false });
    expect((await lines('')).end).toEqual({ lines: 0, isLastEnded: true });
  });

  it('are refused when too long or not UTF-8', async () => {
    await expect(lines('x'.repeat(101))).rejects.toMatchObject({ code: 'FEED_INVALID' });
    await expect(lines(`a\n${'x'.repeat(101)}\nb`)).rejects.toThrow('line 2');
    await expect(lines(Buffer.from('a\n\xff\n', 'latin1'))).rejects.toMatchObject({ code: 'FEED_INVALID' });
    await expect(lines(Buffer.from('a\n\xc3', 'latin1'))).rejects.toMatchObject({ code: 'FEED_INVALID' });
  });
});
