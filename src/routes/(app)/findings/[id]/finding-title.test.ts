import { expect, it } from 'vitest';
import { findingTitle, whyTitle } from './finding-title.ts';

const about = { product: 'sudo', title: null, asset: 'web', fix: 'security-update:sudo@1.9' };
const fed = 'feeds 2026-11-29T08:00:00.000Z';

it.each([
  ['open', null, 'is still vulnerable'],
  ['no_fix', null, 'is still vulnerable'],
  ['claimed', null, 'is updated, a further step is not verified'],
  ['fixed', 'a1b2', 'is fixed, proven by a scan'],
  ['removed', 'a1b2', 'is removed, proven by a scan'],
  ['fixed', 'steps 2026-11-29T08:00:00.000Z', 'is fixed, its last step is verified'],
  ['not_affected', fed, 'is not affected, says the vendor'],
  ['not_affected', null, 'does not count, two persons decided'],
  ['no_fix', fed, 'has no fix any more, says the vendor'],
])('says of a finding that is %s by %s that it %s', (state, verifiedBy, said) => {
  expect(findingTitle({ ...about, state, verifiedBy })).toBe(`sudo on web ${said}`);
});

it.each([
  ['open', null, 'Why does it fail?'],
  ['fixed', 'a1b2', 'Why is it closed?'],
  ['not_affected', fed, 'Why is it closed?'],
  ['not_affected', null, 'Why did it fail?'],
])('asks of a finding that is %s by %s: %s', (state, verifiedBy, asked) => {
  expect(whyTitle({ ...about, state, verifiedBy })).toBe(asked);
});

it.each([
  ['open', null, 'needs settings that nobody has verified'],
  ['fixed', 'steps 2026-11-29T08:00:00.000Z', 'has the recommended settings, a person verified them'],
  ['no_fix', fed, 'is no longer a matter of settings, says the vendor'],
  ['not_affected', fed, 'is not affected, says the vendor'],
])('says of recommended settings that are %s by %s that it %s', (state, verifiedBy, said) => {
  const fix = 'settings:ADV190023';
  expect(findingTitle({ ...about, fix, state, verifiedBy })).toBe(`sudo on web ${said}`);
});
