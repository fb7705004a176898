import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { FindingSnapshot } from '#core/advisory/finding-state.ts';
import { emptyFold, foldScan, type AssetFold } from '#core/inventory/fold-asset.ts';
import { observe } from '../contract/scan-fixtures.ts';
import { readLab, scanLabHost, type Lab } from './lab-hosts.ts';

const lab = readLab();
const command = process.env['LAB_SH'];
if (!command)
  console.warn('what runs after an update is not tested: LAB_SH does not name the lab’s own command');

function withLab(): Lab {
  if (!lab) throw new Error('no lab');
  return lab;
}

async function run(...words: string[]): Promise<void> {
  await promisify(execFile)(command ?? '', words, { maxBuffer: 1 << 26 });
}

async function update(host: string): Promise<void> {
  await run('exec', host, 'apt-get', 'update', '-qq');
  await run('exec', host, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', '-qq', 'upgrade');
}

/** One asset that is scanned again and again by an unprivileged user. */
class Watched {
  private fold: AssetFold = emptyFold;
  private readonly last = new Map<string, FindingSnapshot>();
  private scans = 0;
  private readonly host: string;

  constructor(host: string) {
    this.host = host;
  }

  /** The findings of a product after one more scan, with what they say of its programs. */
  async scan(product: string) {
    const envelope = await scanLabHost(withLab(), this.host);
    const { fold, changes } = foldScan(this.fold, {
      scanId: `scan-${(this.scans += 1)}`,
      at: Date.parse(envelope.manifest.startedAt),
      outcome: 'complete',
      observation: observe(envelope),
      address: null,
      limits: { staleListsMs: 7 * 86_400_000, staleArchiveMs: 14 * 86_400_000 },
    });
    this.fold = fold;
    for (const change of changes.findings)
      if (change.product === product) this.last.set(`${change.fix}#${change.reopenNo}`, change.snapshot);
    return [...this.last.values()].map(({ state, installedAt, fixedAt, packages }) => ({
      state,
      startedLater: fixedAt !== null && installedAt !== null && fixedAt > installedAt,
      programs: packages
        .flatMap(({ load }) => load?.programs ?? [])
        .map(({ name, known }) => `${name} ${known}`),
    }));
  }
}

describe.skipIf(!lab || !command)('a service after an update', () => {
  // The other tests, and the next run, want the updates pending.
  afterAll(() => run('reset', 'deb-bullseye', 'deb-outdated'), 60_000);

  it('runs old code where the update does not restart it, until it is restarted', async () => {
    await run('reset', 'deb-bullseye');
    const host = new Watched('deb-bullseye');
    expect(await host.scan('nginx')).toEqual([{ state: 'open', startedLater: false, programs: [] }]);
    await update('deb-bullseye');
    const old = { state: 'old_code_running', startedLater: false, programs: ['nginx inferred'] };
    expect(await host.scan('nginx')).toEqual([old]);
    await run('exec', 'deb-bullseye', 'service', 'nginx', 'restart');
    expect(await host.scan('nginx')).toEqual([
      { state: 'fixed', startedLater: true, programs: ['nginx inferred'] },
    ]);
  });

  it('runs the fix where the update restarts it', async () => {
    await run('reset', 'deb-outdated');
    const host = new Watched('deb-outdated');
    expect(await host.scan('nginx')).toMatchObject([{ state: 'open' }]);
    await update('deb-outdated');
    expect(await host.scan('nginx')).toMatchObject([{ state: 'fixed', programs: ['nginx inferred'] }]);
  });
});
