import fc from 'fast-check';
import type { Envelope } from '#scanners/envelope.ts';
import { debianEnvelope, failedEnvelope } from './debian-host.ts';
import type { SyntheticHost, SyntheticPackage } from './debian-host.ts';

const DAY = 86_400_000;
/** Day 0 of the random scans. */
export const firstDay = Date.parse('2026-03-01T08:00:00.000Z');

const version = fc.integer({ min: 0, max: 3 });
const step = fc.record({
  /** Days since the scan before; 0 = the same instant. */
  days: fc.constantFrom(0, 1, 5, 30, 100),
  host: fc.constantFrom('web', 'web', 'web', 'db'),
  kind: fc.constantFrom('complete', 'complete', 'complete', 'partial', 'failed'),
  installed: fc.record({ a: version, b: fc.option(version, { nil: undefined }) }),
  offered: fc.integer({ min: 1, max: 3 }),
  /** Days before the scan at which dpkg.log says that `a` came to its version. */
  logged: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
});

export interface RandomScan {
  readonly at: number;
  readonly host: string;
  readonly envelope: Envelope;
}

/** Two to six scans of two hosts within some months, oldest first; no two of them with the same content. */
export const randomScans = fc.array(step, { minLength: 2, maxLength: 6 }).map((steps) => {
  let at = firstDay;
  return steps.map((one, index): RandomScan => {
    at += one.days * DAY;
    const startedAt = one.days === 0 ? at : (at += index);
    return { at: startedAt, host: one.host, envelope: envelopeOf(one, startedAt) };
  });
});

function envelopeOf(one: typeof step extends fc.Arbitrary<infer T> ? T : never, startedAt: number): Envelope {
  if (one.kind === 'failed') return failedEnvelope({ name: one.host, startedAt });
  const { a, b } = one.installed;
  const pkg = (number: number): SyntheticPackage => ({
    version: `1.${number}`,
    source: 'src',
    ...(number < one.offered ? { security: `1.${one.offered}` } : {}),
  });
  const packages = { a: pkg(a), ...(b === undefined ? {} : { b: pkg(b) }), bash: { version: '5.2' } };
  const log = one.logged === null ? [] : [{ at: startedAt - one.logged * DAY, name: 'a', version: `1.${a}` }];
  const broken: SyntheticHost['broken'] = one.kind === 'partial' ? { upgrade: 'timeout' } : {};
  return debianEnvelope({ name: one.host, startedAt, packages, log, broken });
}
