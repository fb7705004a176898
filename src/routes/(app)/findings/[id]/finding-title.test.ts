import { expect, it } from 'vitest';
import { findingTitle } from './finding-title.ts';

it.each([
  ['open', null, 'is still vulnerable'],
  ['claimed', null, 'is updated, a further step is not verified'],
  ['fixed', 'a1b2', 'is fixed, proven by a scan'],
  ['fixed', 'steps 2026-11-29T08:00:00.000Z', 'is fixed, its last step is verified'],
  ['not_affected', 'feeds 2026-11-29T08:00:00.000Z', 'is not affected, says the vendor'],
])('says of a finding that is %s by %s that it %s', (state, verifiedBy, said) => {
  expect(findingTitle({ product: 'sudo', asset: 'web', state, verifiedBy })).toBe(`sudo on web ${said}`);
});
