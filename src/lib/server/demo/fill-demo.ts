import { randomInt } from 'node:crypto';
import { openApp } from '../app.ts';
import type { Config } from '../config.ts';
import { writeAccounts, writeMark } from './demo-directory.ts';
import type { DemoMark } from './demo-directory.ts';
import { driveDemo } from './drive.ts';
import { demoPeople } from './organisation.ts';
import { simulateDemo } from './simulate-demo.ts';
import type { DemoPlan } from './simulate-estate.ts';

export interface FillOptions {
  readonly onDay: (dayAt: number) => void;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface FilledDemo {
  /** Events in the log. */
  readonly events: number;
  /** E-mail addresses, roles and the one password, as kept in the demo's directory. */
  readonly accounts: string;
}

/**
 * Fills a new data directory with a demo: through the same log, evidence and derivation as real scans, with the
 * clock in simulated time.
 * @param config whose dataDir is the demo's directory
 * @throws AppError CANCELLED, and what the use cases throw
 */
export async function fillDemo(config: Config, plan: DemoPlan, options: FillOptions): Promise<FilledDemo> {
  const mark: DemoMark = {
    assets: plan.assets,
    years: plan.years,
    seed: plan.seed,
    until: new Date(plan.untilAt).toISOString().slice(0, 10),
    state: 'filling',
  };
  const simulation = simulateDemo(plan, config.zone);
  const clock = { now: simulation.startAt };
  const password = newPassword();
  writeMark(config.dataDir, mark);
  const app = await openApp(config, {
    clock: () => clock.now,
    report: options.report,
    reportFailure: (error) => options.report(String(error)),
  });
  try {
    app.store.settings.set(
      'demo',
      JSON.stringify({ assets: plan.assets, years: plan.years, seed: plan.seed }),
    );
    await driveDemo(app, simulation.days, { clock, password, onDay: options.onDay, signal: options.signal });
    const accounts = accountsText(password);
    writeAccounts(config.dataDir, accounts);
    writeMark(config.dataDir, { ...mark, state: 'ready' });
    return { events: app.store.log.head().seq, accounts };
  } finally {
    await app.close();
  }
}

/** Letters and digits that are not mistaken for each other; 100 bits. */
function newPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

function accountsText(password: string): string {
  const lines = demoPeople.map(({ email, role, name, units }) => {
    const reach = units.includes('*') ? 'all business units' : units.join(', ');
    return `  ${email.padEnd(24)} ${role.padEnd(14)} ${name} (${reach})`;
  });
  return ['People of the demo, all with the password', `  ${password}`, ...lines, ''].join('\n');
}
