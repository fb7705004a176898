import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SectionReader } from './section-reader.ts';

const nonce = 'ab'.repeat(16);
const roomy = { preambleBytes: 8192, sectionBytes: 1 << 20, hostBytes: 1 << 22 };

function frame(sections: readonly (readonly [string, Uint8Array, number])[], family = 'debian'): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, content, exit] of sections) {
    parts.push(
      Buffer.from(`\n@@${nonce} begin ${name}\n`),
      content,
      Buffer.from(`\n@@${nonce} end ${name} ${exit} 12\n`),
    );
  }
  return Buffer.concat([...parts, Buffer.from(`\n@@${nonce} family ${family}\n\n@@${nonce} done\n`)]);
}

function reader(limits = roomy) {
  const tooLarge: string[] = [];
  const made = new SectionReader(nonce, limits, {
    onSection: () => undefined,
    onDone: () => undefined,
    onTooLarge: (detail) => tooLarge.push(detail),
  });
  return { made, tooLarge };
}

describe('SectionReader', () => {
  it('returns every byte of every section, however the stream is cut into chunks', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (contents, cuts) => {
          const names = ['one', 'two', 'three', 'four', 'five'];
          const stream = frame(contents.map((content, index) => [names[index] ?? '', content, index]));
          const { made } = reader();
          for (let at = 0, cut = 0; at < stream.length; cut += 1) {
            const size = cuts[cut % cuts.length] ?? 1;
            made.push(stream.subarray(at, at + size));
            at += size;
          }
          expect(made.finished).toBe(true);
          expect(made.family).toBe('debian');
          expect(made.sections.map((section) => [section.name, section.exitCode, section.truncated])).toEqual(
            contents.map((_, index) => [names[index], index, false]),
          );
          contents.forEach((content, index) => {
            expect(Buffer.from(made.sections[index]?.content ?? []).equals(content)).toBe(true);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes a marker with another nonce for content', () => {
    const forged = Buffer.from(`x\n@@${'cd'.repeat(16)} end one 0 1\ny`);
    const { made } = reader();
    made.push(frame([['one', forged, 0]]));
    expect(Buffer.from(made.sections[0]?.content ?? []).equals(forged)).toBe(true);
  });

  it('keeps a section that was cut off, and says so', () => {
    const { made } = reader();
    made.push(
      frame([
        ['one', Buffer.from('whole'), 0],
        ['two', Buffer.from('half'), 0],
      ]).subarray(0, 190),
    );
    made.cutOff(true);
    expect(made.finished).toBe(false);
    expect(made.sections.map((section) => [section.name, section.truncated, section.timedOut])).toEqual([
      ['one', false, false],
      ['two', true, true],
    ]);
  });

  it('marks a section that the host’s own timeout ended', () => {
    const { made } = reader();
    made.push(frame([['one', Buffer.from('part'), 124]]));
    expect(made.sections[0]).toMatchObject({ exitCode: 124, timedOut: true, truncated: false });
  });

  it('stops at each size limit and keeps at most that much', () => {
    const section = reader({ ...roomy, sectionBytes: 100 });
    section.made.push(frame([['one', Buffer.alloc(101), 0]]));
    expect(section.tooLarge).toEqual(['in section one']);
    expect(section.made.sections[0]).toMatchObject({ truncated: true });
    expect(section.made.sections[0]?.content.byteLength).toBe(100);

    const preamble = reader({ ...roomy, preambleBytes: 10 });
    preamble.made.push(Buffer.alloc(2000, 'motd '));
    expect(preamble.tooLarge).toEqual(['outside of its sections']);

    const host = reader({ ...roomy, hostBytes: 50 });
    host.made.push(Buffer.alloc(51));
    expect(host.tooLarge).toEqual(['in all']);
  });

  it('never throws, whatever bytes come', () => {
    const marker = fc.constantFrom(
      'begin one',
      'end one 0 1',
      'end two',
      'begin',
      'done',
      'begin ../x',
      'family x',
      'x'.repeat(400),
    );
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      marker.map((line) => Buffer.from(`\n@@${nonce} ${line}\n`)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const { made } = reader({ preambleBytes: 200, sectionBytes: 300, hostBytes: 900 });
        for (const chunk of parts) made.push(chunk);
        made.cutOff(false);
        expect(new Set(made.sections.map((section) => section.name)).size).toBe(made.sections.length);
      }),
    );
  });
});
