import { describe, expect, it } from 'vitest';
import { decideSchema, decisionsOf } from './schema.ts';

describe('the form that sets facts', () => {
  it('leaves alone what is empty, and withdraws what is a hyphen', () => {
    const data = decideSchema.parse({
      assets: 'a b',
      owner: 'Platform',
      exposure: '-',
      effectiveFrom: '2026-05-01',
    });
    expect(decisionsOf(data)).toEqual({
      assetIds: ['a', 'b'],
      effectiveFrom: '2026-05-01',
      decisions: [
        { attribute: 'owner', value: 'Platform' },
        { attribute: 'exposure', value: null },
      ],
    });
  });
});
