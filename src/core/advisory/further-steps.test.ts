import { describe, expect, it } from 'vitest';
import { REBOOT, REBOOT_IF_ASKED } from './further-steps.ts';
import { lifeOf, trackScripted } from './scripted-tracking.ts';
import type { ScriptedScan } from './scripted-tracking.ts';

const DAY = 86_400_000;
const missing = { at: DAY, installed: { office: '1' }, missing: { office: '2' } };

/** State, and the instant of the fix in days, after each scan of a host that has the fix from day 3 on. */
function lives(steps: string, scans: readonly Partial<ScriptedScan>[]) {
  const record = { name: 'office', arch: 'amd64', version: '2', at: 3 * DAY };
  const later = scans.map((scan, index) => ({
    at: (4 + index) * DAY,
    installed: { office: '2' },
    records: [record],
    steps,
    ...scan,
  }));
  const told = trackScripted([{ ...missing, steps }, ...later]).flatMap(({ changes }) => changes.map(lifeOf));
  return told.slice(1).map(({ state, fixedAt }) => [state, fixedAt === null ? null : fixedAt / DAY]);
}

const booted = (days: number) => ({ rebootPending: false, bootedAt: days * DAY });

describe('a fix that asks for a boot', () => {
  it('is fixed by a boot after its installation, on the day of the boot', () => {
    expect(lives(REBOOT, [{ kernel: booted(2) }, { kernel: booted(4.5) }])).toEqual([
      ['reboot_pending', null],
      ['fixed', 4.5],
    ]);
  });

  it('is not fixed because the host says that it waits for none', () => {
    expect(lives(REBOOT, [{ kernel: booted(2), waitsForBoot: false }])).toEqual([['reboot_pending', null]]);
  });
});

describe('a fix whose installation tells whether it asks for a boot', () => {
  it('is fixed by its installation where the host waits for none', () => {
    expect(lives(REBOOT_IF_ASKED, [{ kernel: booted(2), waitsForBoot: false }])).toEqual([['fixed', 3]]);
  });

  it('stays open while the host waits for one, and is fixed by it', () => {
    const scans = [
      { kernel: booted(2), waitsForBoot: true },
      { kernel: booted(4.5), waitsForBoot: true },
    ];
    expect(lives(REBOOT_IF_ASKED, scans)).toEqual([
      ['claimed', null],
      ['fixed', 4.5],
    ]);
  });

  it('is fixed by the scan that sees it done where no boot can be seen', () => {
    expect(lives(REBOOT_IF_ASKED, [{ waitsForBoot: true }, { waitsForBoot: false }])).toEqual([
      ['claimed', null],
      ['fixed', 5],
    ]);
  });

  it('waits for a person where the host says nothing', () => {
    expect(lives(REBOOT_IF_ASKED, [{ kernel: booted(2) }, {}])).toEqual([['claimed', null]]);
  });
});

it('any other step waits for a person, whatever a scan sees', () => {
  const seen = { kernel: booted(4), waitsForBoot: false };
  expect(lives('Renew all certificates.', [seen, seen])).toEqual([['claimed', null]]);
});
