import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import {
  decodeEnvelope,
  encodeEnvelope,
  envelopeHash,
  sealEnvelope,
  type EnvelopeDraft,
} from './envelope.ts';

const draft: EnvelopeDraft = {
  scanner: 'local',
  build: '0.1.0+test',
  method: 'credentialed',
  family: 'debian',
  target: { host: 'host', port: null, address: null },
  profile: 'default',
  startedAt: 1_700_000_000_000,
  finishedAt: 1_700_000_001_234,
  outcome: 'complete',
  failure: null,
  hostKey: null,
  sections: ['a', 'b', 'c'].map((name) => ({
    name,
    content: Buffer.from(name === 'c' ? 'a'.repeat(5000) : 'a\u0000\xff same'),
    exitCode: 0,
    durationMs: 1,
    truncated: false,
    timedOut: false,
  })),
};

function codeOf(bytes: Uint8Array): string {
  try {
    decodeEnvelope(bytes);
    return 'accepted';
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}

describe('the envelope', () => {
  it('comes back from its file exactly, and keeps equal sections once', () => {
    const envelope = sealEnvelope(draft);
    expect(envelope.sections.size).toBe(2);
    const read = decodeEnvelope(encodeEnvelope(envelope));
    expect(read.manifest).toEqual(envelope.manifest);
    expect(envelopeHash(read.manifest)).toBe(envelopeHash(envelope.manifest));
    for (const [sha256, content] of envelope.sections) {
      expect(Buffer.from(read.sections.get(sha256) ?? []).equals(content)).toBe(true);
    }
  });

  it('refuses a file in which any one byte was changed, unless the change means the same', () => {
    const file = Buffer.from(encodeEnvelope(sealEnvelope(draft)));
    const original = decodeEnvelope(file);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Buffer.from(file);
        altered[at] = (altered[at] ?? 0) ^ flip;
        const code = codeOf(altered);
        if (code === 'accepted') expect(decodeEnvelope(altered)).toEqual(original);
        else expect(['ENVELOPE_INVALID', 'ENVELOPE_HASH', 'ENCODING_INVALID']).toContain(code);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses what is not an envelope, by name', () => {
    expect(codeOf(new Uint8Array())).toBe('FILE_EMPTY');
    expect(codeOf(Buffer.from('{}'))).toBe('ENVELOPE_INVALID');
    expect(codeOf(Buffer.from('not json'))).toBe('ENVELOPE_INVALID');
    expect(codeOf(Buffer.from([0x7b, 0xff]))).toBe('ENCODING_INVALID');
  });

  it('refuses a section whose content unpacks to more than it states', () => {
    const file = JSON.parse(Buffer.from(encodeEnvelope(sealEnvelope(draft))).toString('utf8'));
    for (const section of file.manifest.sections) section.bytes = 3;
    file.hash = envelopeHash(file.manifest);
    expect(codeOf(Buffer.from(JSON.stringify(file)))).toBe('ENVELOPE_HASH');
  });

  it('refuses a complete scan that carries a failure', () => {
    const failure = { code: 'X', message: 'm', remedy: 'r' };
    expect(codeOf(encodeEnvelope(sealEnvelope({ ...draft, failure })))).toBe('ENVELOPE_INVALID');
    expect(codeOf(encodeEnvelope(sealEnvelope({ ...draft, outcome: 'failed' })))).toBe('ENVELOPE_INVALID');
  });
});
