import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkXmlChunks, walkXmlStream, type XmlChunkOptions, type XmlEnd } from './xml.ts';

function* cut(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

function walk(text: string | Uint8Array, options: XmlChunkOptions = {}, size = 5) {
  const seen: string[] = [];
  const end: XmlEnd = walkXmlChunks(
    cut(Buffer.from(text), size),
    {
      onOpen: ({ name, attributes, depth, line }) =>
        seen.push(`${depth}<${name} ${JSON.stringify(attributes)} ${line}`),
      onClose: (name, content, { depth, line }) => seen.push(`${depth}>${name} ${content} ${line}`),
    },
    options,
  );
  return { seen, end };
}

const code = (work: () => unknown) => {
  try {
    work();
    return 'no error';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe('XML in chunks', () => {
  it('gives elements with attributes, text and line, wherever it is cut', () => {
    const text = '<?xml version="1.0"?>\n<a x="1&amp;2">eins<b>é<![CDATA[<!DOCTYPE html>]]></b>\nzwei</a>\n';
    for (let size = 1; size < 90; size += 1)
      expect(walk(text, {}, size)).toEqual({
        seen: ['1<a {"x":"1&2"} 2', '2<b {} 2', '2>b é<!DOCTYPE html> 2', '1>a eins\nzwei 3'],
        end: { kind: 'whole' },
      });
  });

  it('counts its depth the same whether somebody listens or not', () => {
    const flat = [Buffer.from(`<a>${'<b>x</b>'.repeat(100)}</a>`)];
    expect(walkXmlChunks(flat, {})).toEqual({ kind: 'whole' });
    expect(walkXmlChunks(flat, { onOpen: () => undefined })).toEqual({ kind: 'whole' });
  });

  it('may leave prefixes off', () => {
    expect(
      walk('<v:a xmlns:v="u"><v:b/></v:a>', { localNames: true }).seen.map((line) => line.slice(0, 3)),
    ).toEqual(['1<a', '2<b', '2>b', '1>a']);
  });

  it('arriving over time reads the same', async () => {
    async function* later() {
      yield* cut(Buffer.from('<a><b/></a>'), 2);
    }
    const names: string[] = [];
    const end = await walkXmlStream(later(), { onOpen: ({ name }) => names.push(name) });
    expect([names, end]).toEqual([['a', 'b'], { kind: 'whole' }]);
  });

  it('with a document type is refused before its first element, wherever it is cut', () => {
    const bombs = [
      '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
      '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
      '<!DOCTYPE a><a/>',
      '<!-- x --><!DOCTYPE a PUBLIC "x" "y" [<!ELEMENT a ANY>]><a/>',
    ];
    for (const bomb of bombs)
      for (let size = 1; size < 60; size += 1) {
        const seen: string[] = [];
        const events = { onOpen: ({ name }: { name: string }) => void seen.push(name) };
        expect(code(() => walkXmlChunks(cut(Buffer.from(bomb), size), events))).toBe('XML_DTD_FORBIDDEN');
        expect(seen).toEqual([]);
      }
    expect(code(() => walk(`<!DOCTYPE a [${'<!ENTITY x "y">'.repeat(200_000)}`, {}, 65_536))).toBe(
      'XML_PART_TOO_LARGE',
    );
  });

  it('accepts a document type that is expected and declares nothing', () => {
    const doctypes = ['a'];
    expect(walk('<!DOCTYPE a><a/>', { doctypes }).end).toEqual({ kind: 'whole' });
    expect(walk('<!DOCTYPE a SYSTEM "https://example.org/a.dtd"><a/>', { doctypes }).end).toEqual({
      kind: 'whole',
    });
    expect(code(() => walk('<!DOCTYPE a [<!ENTITY x "y">]><a/>', { doctypes }))).toBe('XML_DTD_FORBIDDEN');
    expect(code(() => walk('<!DOCTYPE b><b/>', { doctypes }))).toBe('XML_DTD_FORBIDDEN');
  });

  it('says where it was cut off or broken', () => {
    const text = '<a>\n<b>x</b>\n</a>';
    for (let length = 1; length < text.length; length += 1)
      expect(walk(text.slice(0, length)).end.kind, text.slice(0, length)).toBe('cut');
    expect(walk('<a>\n<b></a>').end).toEqual({ kind: 'broken', line: 2 });
    expect(walk('<a>&unknown;</a>').end.kind).toBe('broken');
    expect(walk('').end.kind).toBe('cut');
  });

  it('is bounded in depth, attributes and text', () => {
    expect(code(() => walk('<a>'.repeat(100_000), {}, 4096))).toBe('XML_TOO_DEEP');
    const attributes = Array.from({ length: 300 }, (_, index) => `a${index}="x"`).join(' ');
    expect(code(() => walk(`<a ${attributes}/>`))).toBe('XML_PART_TOO_LARGE');
    const limits = { depth: 10, attributes: 10, text: 1000 };
    expect(code(() => walk(`<a>${'x'.repeat(5000)}`, { limits }))).toBe('XML_PART_TOO_LARGE');
    expect(code(() => walk(`<a x="${'x'.repeat(5000)}"`, { limits }))).toBe('XML_PART_TOO_LARGE');
    expect(code(() => walk(`<a>${'<b/>x'.repeat(1500)}</a>`, { limits }))).toBe('XML_PART_TOO_LARGE');
    expect(walk(`<a>${'<b>xxxx</b>'.repeat(1500)}</a>`, { limits }).end.kind).toBe('whole');
  });

  it('reads its encoding from the mark or the declaration', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a>é</a>', 'utf16le')]);
    expect(walk(utf16).seen).toContain('1>a é 1');
    expect(walk('\ufeff<a>é</a>').seen).toContain('1>a é 1');
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1');
    expect(walk(latin).seen).toContain('1>a é 1');
    expect(code(() => walk('<?xml version="1.0" encoding="utf-7"?><a/>'))).toBe('ENCODING_INVALID');
    expect(code(() => walk(Buffer.from('<a>\xff</a>', 'latin1')))).toBe('ENCODING_INVALID');
  });

  it('never fails but with an error of its own on mutated input', () => {
    const text = '<?xml version="1.0"?><a x="1"><b>t</b><c:d><![CDATA[x]]></c:d><!-- n --></a>';
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.nat(text.length), fc.constantFrom('<', '>', '&', '"', '/', '!', ']', '\0', 'é', '')),
        ),
        fc.integer({ min: 1, max: 30 }),
        (edits, size) => {
          const mutated = edits.reduce((now, [at, put]) => now.slice(0, at) + put + now.slice(at + 1), text);
          expect(code(() => walk(mutated, {}, size))).toMatch(/^(no error|XML_|ENCODING_)/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
