import { describe, expect, it } from 'vitest';
import { rankSchema } from './schema.ts';

describe('the form that changes a rank', () => {
  it('wants a rank, a reason and evidence', () => {
    const { error } = rankSchema.safeParse({ to: '', reason: 'short', evidence: ' ' });
    expect(error?.issues.map(({ path }) => path[0])).toEqual(['to', 'reason', 'evidence']);
  });
});
