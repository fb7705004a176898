import { describe, expect, it } from 'vitest';
import {
  judgeBody,
  MAX_DECISIONS_BYTES,
  MAX_FORM_BYTES,
  MAX_STREAMED_BYTES,
  MAX_UPLOAD_BYTES,
} from './judge-body.ts';

const ask = (path: string, contentLength?: string, transferEncoding?: string) =>
  judgeBody({ path, contentLength, transferEncoding });

describe('judgeBody', () => {
  it('takes forms up to their limit and no further', () => {
    expect(ask('/sign-in', String(MAX_FORM_BYTES))).toEqual({ kind: 'accept' });
    expect(ask('/sign-in', String(MAX_FORM_BYTES + 1))).toEqual({ kind: 'refuse', status: 413 });
  });

  it('takes uploads up to theirs, also of unknown length', () => {
    expect(ask('/api/v1/envelopes', String(MAX_UPLOAD_BYTES))).toEqual({ kind: 'accept' });
    expect(ask('/api/v1/imports?name=x', String(MAX_STREAMED_BYTES + 1))).toEqual({
      kind: 'refuse',
      status: 413,
    });
    expect(ask('/api/v1/envelopes', undefined, 'chunked')).toEqual({ kind: 'accept' });
  });

  it('takes a file of decisions up to its own limit, of known length only', () => {
    expect(ask('/assets/import?/check', String(MAX_DECISIONS_BYTES))).toEqual({ kind: 'accept' });
    expect(ask('/assets/import', String(MAX_DECISIONS_BYTES + 1))).toEqual({ kind: 'refuse', status: 413 });
    expect(ask('/api/v1/decisions', undefined, 'chunked')).toEqual({ kind: 'refuse', status: 411 });
  });

  it('wants to know the length of everything else', () => {
    expect(ask('/sign-in', undefined, 'chunked')).toEqual({ kind: 'refuse', status: 411 });
    expect(ask('/api/v1/envelopes/', undefined, 'chunked')).toEqual({ kind: 'refuse', status: 411 });
  });
});
