import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import { textBytes, textOfBytes } from './text-bytes.ts';

/** Reads bytes in chunks of these lengths; the text, or the byte with which it is none. */
function read(bytes: Uint8Array, cuts: readonly number[], encoding = 'utf-8'): string | unknown {
  const reader = textBytes(encoding);
  let [text, at] = ['', 0];
  try {
    for (const length of [...cuts, bytes.byteLength]) {
      text += reader.write(bytes.subarray(at, at + length));
      at += length;
    }
    return text + reader.end();
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error.code).toBe('ENCODING_INVALID');
    return error.where?.['byte'];
  }
}

const cutting = fc.array(fc.nat(5), { maxLength: 20 });

describe('bytes as text', () => {
  it('are read the same wherever they are cut', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(texts, cutting, (text, cuts) => {
        const whole = text.toWellFormed().replace(/^\ufeff/, '');
        expect(read(Buffer.from(whole), cuts)).toBe(whole);
        expect(read(Buffer.from(whole, 'utf16le'), cuts, 'utf-16le')).toBe(whole);
      }),
    );
  });

  it('that are none are told by the first byte that shows it, wherever they are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), cutting, (text, cuts) => {
        const before = Buffer.from(text.toWellFormed());
        const bytes = Buffer.concat([before, Buffer.from([0xff]), Buffer.from('behind')]);
        expect(read(bytes, cuts)).toBe(before.byteLength);
      }),
    );
  });

  it('that end within a character are told by their end', () => {
    expect(read(Buffer.from([0x61, 0xc3]), [1])).toBe(2);
    expect(read(Buffer.from([0x61, 0x00, 0x3d, 0xd8]), [3], 'utf-16le')).toBe(4);
  });

  it('have the encoding of their mark, which is taken off', () => {
    const marked = Buffer.from('\ufeffä', 'utf16le');
    expect(textOfBytes(marked)).toBe('ä');
    expect(textOfBytes(Buffer.from(marked).swap16())).toBe('ä');
    expect(textOfBytes(Buffer.from('\ufeffä'))).toBe('ä');
  });
});
