import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Envelope } from '#scanners/envelope.ts';
import { pendingOf, truthSchema } from '../contract/apt-truth.ts';
import { observe } from '../contract/scan-fixtures.ts';
import { readLab, scanLabHost, type Lab } from './lab-hosts.ts';

const lab = readLab();
const truthCommand = process.env['LAB_TRUTH'];
if (!lab) console.warn('lab tests skipped: LAB_DIR names no lab with an inventory.json');
if (lab && !truthCommand) console.warn('comparison with apt skipped: LAB_TRUTH is not set');

const packageHosts = ['deb-outdated', 'deb-bullseye', 'deb-current', 'ubu-noble', 'ubu-jammy'];

function withLab(): Lab {
  if (!lab) throw new Error('no lab');
  return lab;
}

function verdict({ manifest }: Envelope) {
  return [manifest.outcome, manifest.failure?.code ?? null];
}

async function askTruth(host: string) {
  const { stdout } = await promisify(execFile)(truthCommand ?? '', [host], { maxBuffer: 1 << 26 });
  return z.object({ hosts: z.array(truthSchema) }).parse(JSON.parse(stdout)).hosts[0];
}

describe.skipIf(!lab).each(packageHosts)('a scan of %s as an unprivileged user', (host) => {
  let envelope: Envelope;
  beforeAll(async () => {
    envelope = await scanLabHost(withLab(), host);
  });

  it('is complete, without a problem', () => {
    expect(verdict(envelope)).toEqual(['complete', null]);
    const observation = observe(envelope);
    expect(observation.problems).toEqual([]);
    expect(observation.identity).toMatchObject({ hostname: host });
    expect(observation.identity.hostKeys).toContain(envelope.manifest.hostKey);
    expect(observation.kernel.inContainer).toBe(true);
    expect(Math.abs(observation.clockOffsetMs ?? Number.NaN)).toBeLessThan(5000);
  });

  it.skipIf(!truthCommand)('agrees with apt’s own answer package by package', async () => {
    const truth = await askTruth(host);
    const observation = observe(envelope);
    expect(observation.packages).toHaveLength(truth?.packages_installed ?? -1);
    expect(pendingOf(observation)).toEqual(truth?.updates);
  });
});

describe.skipIf(!lab)('hosts that cannot be scanned', () => {
  it.each([
    ['badcreds', 'AUTH_FAILED', 5_000],
    ['hang', 'NO_OUTPUT', 70_000],
    ['drop', 'CONNECT_TIMEOUT', 12_000],
    ['mute', 'BANNER_TIMEOUT', 25_000],
    ['pacman-host', 'OS_UNSUPPORTED', 10_000],
  ])('%s ends as %s within its limit', async (host, code, withinMs) => {
    const started = performance.now();
    expect(verdict(await scanLabHost(withLab(), host))).toEqual(['failed', code]);
    expect(performance.now() - started).toBeLessThan(withinMs);
  });

  it('a key that is accepted nowhere is refused', async () => {
    const privateKey = readFileSync(withLab().key_wrong, 'utf8');
    const credentials = { user: 'scanner', auth: { kind: 'key', privateKey } } as const;
    expect(verdict(await scanLabHost(withLab(), 'deb-current', { credentials }))).toEqual([
      'failed',
      'AUTH_FAILED',
    ]);
  });

  it('badcreds lets the password in', async () => {
    const credentials = { user: 'scanner', auth: { kind: 'password', password: 'lab-password' } } as const;
    expect(verdict(await scanLabHost(withLab(), 'badcreds', { credentials }))).toEqual(['complete', null]);
  });

  it('an unknown host is refused with its fingerprint', async () => {
    const envelope = await scanLabHost(withLab(), 'deb-current', { trust: { knownHosts: [], pinned: [] } });
    expect(verdict(envelope)).toEqual(['failed', 'HOST_KEY_UNKNOWN']);
    expect(envelope.manifest.failure?.message).toMatch(/SHA256:[A-Za-z0-9+/]{43}/);
  });
});

describe.skipIf(!lab)('the slow host', () => {
  it('is complete with the default limits and a section timeout with 5 s', async () => {
    expect(verdict(await scanLabHost(withLab(), 'slow'))).toEqual(['complete', null]);
    expect(verdict(await scanLabHost(withLab(), 'slow', { profile: 'quick' }))).toEqual([
      'failed',
      'SECTION_TIMEOUT',
    ]);
  });
});
