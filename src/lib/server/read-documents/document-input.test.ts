import { describe, expect, it } from 'vitest';
import { documentShapes, isDocumentName, readDocumentInput } from './document-input.ts';
import { readDocuments } from './index.ts';

describe('readDocumentInput', () => {
  it('parts filters from the rest and reads numbers', () => {
    expect(
      readDocumentInput('findings', { due: 'overdue', q: 'curl', knownAt: '7', sort: '-due', page: '2' }),
    ).toEqual({
      id: '',
      knownAt: 7,
      sort: '-due',
      page: 2,
      filters: { due: 'overdue', q: 'curl' },
    });
  });

  it.each([
    ['findings', { zone: 'x' }],
    ['findings', { __proto__x: '1' }],
    ['posture', { page: '1' }],
    ['posture', { knownAt: '-1' }],
    ['findings', { pageSize: '1e9' }],
    ['explain', {}],
    ['explain', { id: '' }],
    ['log-verify', { asOf: '2026-01-01' }],
  ] as const)('refuses for %s the query %j', (name, query) => {
    expect(() => readDocumentInput(name, query)).toThrow(expect.objectContaining({ code: 'QUERY_INVALID' }));
  });

  it('lists what can be used when a name is wrong', () => {
    expect(() => readDocumentInput('scans', { verdict: 'fail' })).toThrow(
      expect.objectContaining({
        remedy: 'Use one of: asOf, knownAt, sort, page, pageSize, unit, outcome, asset.',
      }),
    );
  });
});

describe('the registry of documents', () => {
  it('has an input for each document and knows names of its own only', () => {
    expect(Object.keys(readDocuments).sort()).toEqual(Object.keys(documentShapes).sort());
    expect(isDocumentName('findings')).toBe(true);
    expect(isDocumentName('constructor')).toBe(false);
  });
});
