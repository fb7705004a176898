import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedDocument } from './feed.ts';
import { eachJsonMember, readJsonWhole, type JsonLimits } from './read-json.ts';

/** A document cut into chunks of this many bytes. */
function documentOf(text: string | Uint8Array, chunk = 7): FeedDocument {
  const bytes = Buffer.from(text);
  return {
    name: 'a.json',
    bytes: async function* () {
      for (let at = 0; at < bytes.byteLength; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

async function members(text: string | Uint8Array, paths: string[], limits?: JsonLimits, chunk?: number) {
  const found: [string, unknown][] = [];
  await eachJsonMember(
    documentOf(text, chunk),
    { feed: 'test', paths, ...(limits && { limits }) },
    (member) => found.push([member.at(), member.value]),
  );
  return found;
}

const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('members of a JSON document', () => {
  it('come in order with their place', async () => {
    const text = '{"version":"1","list":[{"a":1},{"b":[2]}],"other":{"x":[1,2]}}';
    expect(await members(text, ['$.version', '$.list.*'])).toEqual([
      ['$.version', '1'],
      ['$.list[0]', { a: 1 }],
      ['$.list[1]', { b: [2] }],
    ]);
    expect(await members('[1,"é"]', ['$.*'])).toEqual([
      ['$[0]', 1],
      ['$[1]', 'é'],
    ]);
  });

  it('are what JSON.parse reads, wherever the chunks are cut', async () => {
    const list = fc.array(fc.jsonValue()).filter((values) => !JSON.stringify(values).includes('"__proto__"'));
    await fc.assert(
      fc.asyncProperty(list, fc.integer({ min: 1, max: 20 }), async (values, chunk) => {
        const text = JSON.stringify({ list: values });
        const found = await members(text, ['$.list.*'], undefined, chunk);
        expect(found.map(([, value]) => JSON.stringify(value))).toEqual(
          values.map((value) => JSON.stringify(value)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('of a document cut off anywhere are an error', async () => {
    const text = '{"a":[1,{"b":"x"}],"c":null}';
    for (let length = 1; length < text.length; length += 1)
      expect(await code(members(text.slice(0, length), ['$.a.*'])), text.slice(0, length)).toBe(
        'FEED_TRUNCATED',
      );
    expect(await code(members(' \n', ['$.a.*']))).toBe('FEED_EMPTY');
    expect(await code(members('', ['$.a.*']))).toBe('FEED_EMPTY');
    expect(await members(`${text}\n\n`, ['$.a.*'])).toHaveLength(2);
  });

  it('are refused where the text is no JSON, with the byte', async () => {
    for (const text of ['{"a":[1,}', '[1] 2', '{a:1}', '[1,2]]', '[nul]', '["\u0001"]', '<html>', '["\\q"]'])
      expect(await code(members(text, ['$.*'])), text).toBe('FEED_INVALID');
    expect(await code(members(Buffer.from('["\xff\xfe"]', 'latin1'), ['$.*']))).toBe('FEED_INVALID');
    await expect(members('{"a":[1,2,x]}', ['$.a.*'])).rejects.toThrow('byte 9');
  });

  it('are bounded in depth and size', async () => {
    const limits = { depth: 10, valueBytes: 100 };
    expect(await code(members('['.repeat(100_000), ['$.*'], limits))).toBe('JSON_TOO_DEEP');
    expect(await code(members(`["${'x'.repeat(1000)}"]`, ['$.*'], limits))).toBe('FEED_TOO_LARGE');
    expect(await code(members(`[[${'1,'.repeat(1000)}1]]`, ['$.*'], limits))).toBe('FEED_TOO_LARGE');
    expect(await members(`[${'1,'.repeat(1000)}1]`, ['$.*'], limits)).toHaveLength(1001);
  });

  it('of one name in one object are refused with their place, whether they are asked for or not', async () => {
    const twice = '{"other":[{"a":1,"b":{"a":1},"a":2}],"list":[]}';
    for (const chunk of [1, 7, 1000])
      await expect(members(twice, ['$.list.*'], undefined, chunk)).rejects.toMatchObject({
        code: 'JSON_DUPLICATE_KEY',
        where: { pointer: '/other/0/a' },
      });
    expect(await code(members('[{"a":1},{"a":1}]', ['$.*']))).toBe('no error');
  });

  it('never touch the prototype', async () => {
    for (const text of ['[{"__proto__":{"polluted":1}}]', '[{"constructor":{"prototype":{"polluted":1}}}]'])
      expect(await code(members(text, ['$.*'])), text).toBe('JSON_KEY_FORBIDDEN');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('let what the reader of a value throws pass', async () => {
    const work = eachJsonMember(documentOf('[1]'), { feed: 'test', paths: ['$.*'] }, () => {
      throw new RangeError('mine');
    });
    await expect(work).rejects.toThrow('mine');
  });
});

describe('a small JSON document', () => {
  it('is read whole, or refused with the byte', async () => {
    expect(await readJsonWhole(documentOf('\ufeff{"a":1}'), { feed: 'test' })).toEqual({ a: 1 });
    await expect(readJsonWhole(documentOf('{\n"a":x}'), { feed: 'test' })).rejects.toMatchObject({
      code: 'FEED_INVALID',
      message: expect.stringContaining('byte 5'),
    });
    expect(await code(readJsonWhole(documentOf('{"a":1'), { feed: 'test' }))).toBe('FEED_TRUNCATED');
    expect(await code(readJsonWhole(documentOf(' '), { feed: 'test' }))).toBe('FEED_EMPTY');
    const forbidden = documentOf('{"__proto__":1}');
    expect(await code(readJsonWhole(documentOf('{"a":1,"a":2}'), { feed: 'test' }))).toBe(
      'JSON_DUPLICATE_KEY',
    );
    expect(await code(readJsonWhole(forbidden, { feed: 'test' }))).toBe('JSON_KEY_FORBIDDEN');
    expect(await code(readJsonWhole(documentOf('[1,2,3]'), { feed: 'test', maxBytes: 5 }))).toBe(
      'FEED_TOO_LARGE',
    );
  });
});
