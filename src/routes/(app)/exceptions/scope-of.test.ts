import { expect, it } from 'vitest';
import { scopeOf, scopeParams } from './scope-of.ts';

it('a scope goes into an address and comes out of it the same', () => {
  const scope = {
    findings: ['a', 'b'],
    unit: 'payments',
    asset: null,
    fix: null,
    product: 'openssl',
    rank: 'high',
    catchesFuture: true,
  };
  expect(scopeOf(scopeParams(scope))).toEqual(scope);
});

it('an address that names nothing has no scope, one that was emptied has an empty one', () => {
  expect(scopeOf(new URLSearchParams('tab=1'))).toBeNull();
  expect(scopeOf(new URLSearchParams('scope=given'))?.findings).toEqual([]);
});
