import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import { decodeEnvelope } from './envelope.ts';
import { readAdvisories } from './feeds/advisories-document.ts';
import { jsonGuard } from './json-guard.ts';
import { readInventories } from './inventory/inventory-document.ts';

/** Code and place of the refusal; `read` where there is none. */
function outcome(text: string, chunk = text.length): string {
  const guard = jsonGuard(10);
  try {
    for (let at = 0; at < text.length; at += Math.max(1, chunk))
      guard(text.slice(at, at + Math.max(1, chunk)));
    return 'read';
  } catch (error) {
    if (!isAppError(error)) throw error;
    return `${error.code} ${error.where?.['pointer']}`;
  }
}

const name = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', 'é', '/', '~', '\u0001', '{', ',') });
const { value } = fc.letrec<{ value: unknown; record: [string, unknown][] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    name,
    fc.integer(),
    fc.array(tie('value')),
    tie('record').map(Object.fromEntries),
  ),
  record: fc.array(fc.tuple(name, tie('value')), { maxLength: 40 }),
}));

describe('a JSON text', () => {
  it('of any value is let through, wherever it is cut', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 9 }), (any, chunk) => {
        expect(outcome(JSON.stringify(any), chunk)).toBe('read');
      }),
    );
  });

  it('that repeats a member is refused, wherever it is cut and however the name is written', () => {
    const record = fc.uniqueArray(name, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(record, fc.nat(), fc.integer({ min: 1, max: 9 }), (names, pick, chunk) => {
        const again = names[pick % names.length] ?? '';
        const escaped = [...again]
          .map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join('');
        const members = [...names.map((one) => JSON.stringify(one)), `"${escaped}"`];
        const text = `[7,{"x":[{${members.map((one) => `${one}:"${'\\\\'}"`).join(', ')}}]}]`;
        expect(outcome(text, chunk)).toMatch(/^JSON_DUPLICATE_KEY \/1\/x\/0\//);
      }),
    );
  });

  it.each([
    ['{"a":{"b":1},"c":{"b":1}}', 'read'],
    ['[{"a":1},{"a":2}]', 'read'],
    ['{"a":"a","b":["a","a"]}', 'read'],
    ['{"a":1,"b":[{"c/d":1,"c/d":2}]}', 'JSON_DUPLICATE_KEY /b/0/c~1d'],
    ['{"a":{"a":1},"a":2}', 'JSON_DUPLICATE_KEY /a'],
    ['{"\u202e\u0007":1,"\u202e\u0007":2}', 'JSON_DUPLICATE_KEY /��'],
    ['{"a":[{"__proto__":{"admin":1}}]}', 'JSON_KEY_FORBIDDEN /a/0/__proto__'],
    ['{"__pr\\u006fto__":1}', 'JSON_KEY_FORBIDDEN /__proto__'],
    ['{"constructor":{"prototype":{}}}', 'JSON_KEY_FORBIDDEN /constructor/prototype'],
    // Words that vendors use for things of their own.
    ['{"constructor":"Nissan","prototype":{"constructor":1}}', 'read'],
    ['{"a":"__proto__"}', 'read'],
    [`${'['.repeat(10)}`, 'read'],
    [`${'['.repeat(10)}{`, 'JSON_TOO_DEEP /0/0/0/0/0/0/0/0/0/0'],
    ['"[[[[[[[[[[[[[[[["', 'read'],
  ])('%s: %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
    expect(outcome(text, 1)).toBe(expected);
  });

  it('with more members in one object than any tool writes is refused', () => {
    const guard = jsonGuard(10);
    const members = (from: number) =>
      Array.from({ length: 100_000 }, (_, index) => `"${from + index}":0,`).join('');
    guard('{');
    for (let part = 0; part < 10; part += 1) guard(members(part * 100_000));
    expect(() => guard('"one more":0')).toThrow(expect.objectContaining({ code: 'JSON_TOO_WIDE' }));
  });
});

describe('documents of ours', () => {
  const bad = {
    JSON_DUPLICATE_KEY: '{"schema":"x","schema":"y"}',
    JSON_KEY_FORBIDDEN: '{"schema":"x","hosts":[{"__proto__":{"complete":true}}]}',
    JSON_TOO_DEEP: '['.repeat(10_000) + ']'.repeat(10_000),
  };
  const readers = { envelope: decodeEnvelope, inventory: readInventories, advisories: readAdvisories };
  const cases = Object.entries(readers).flatMap(([title, read]) =>
    Object.entries(bad).map(([code, text]) => [title, code, text, read] as const),
  );

  it.each(cases)('an %s is refused with %s and a remedy', (_title, code, text, read) => {
    expect(() => read(Buffer.from(text))).toThrow(
      expect.objectContaining({ code, status: 400, exitCode: 2, remedy: expect.stringContaining('again') }),
    );
  });
});
