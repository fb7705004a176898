import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PackagePolicy } from '#core/inventory/observation.ts';
import { parseObservation } from '#scanners/index.ts';
import { pendingOf, truthSchema } from './apt-truth.ts';
import { observe, readBeside, readRecorded, recordedHosts, sectionOf } from './scan-fixtures.ts';

const labHosts = recordedHosts.filter((host) => host !== 'workstation');

describe.each(recordedHosts)('the recorded scan of %s', (host) => {
  const envelope = readRecorded(host);
  const observation = observe(envelope);

  it('parses without a problem, and apt answered for every package', () => {
    expect(envelope.manifest.outcome).toBe('complete');
    expect(envelope.manifest.sections.length).toBeLessThanOrEqual(14);
    expect(observation.problems).toEqual([]);
    expect(observation.policies.size).toBe(observation.packages.length);
    for (const entry of observation.packages) {
      expect(observation.policies.get(`${entry.name}:${entry.arch}`)?.installed).toBe(entry.version);
    }
  });

  it('joins every archive with the dates of its Release file', () => {
    expect(observation.archives.length).toBeGreaterThan(0);
    for (const archive of observation.archives) {
      expect(archive).toMatchObject({
        dateAt: expect.any(Number),
        fetchedAt: expect.any(Number),
        label: expect.any(String),
      });
    }
    const ids = new Set(observation.archives.map(({ id }) => id));
    const used = [...observation.policies.values()].flatMap(({ versions }) =>
      versions.flatMap(({ archives }) => archives),
    );
    expect([...new Set(used)].filter((id) => !ids.has(id))).toEqual([]);
  });

  it('says what was expected when it was recorded', () => {
    const { os, identity, zone, kernel, packages, pending, installRecords, rebootRequired, notSeen } =
      observation;
    const summary = {
      os,
      hostname: identity.hostname,
      machineId: identity.machineId,
      addresses: identity.addresses,
      hostKeys: identity.hostKeys,
      zone,
      inContainer: kernel.inContainer,
      running: kernel.running,
      packages: packages.length,
      held: packages.filter(({ held }) => held).map(({ name }) => name),
      pending: pending.length,
      installRecords: installRecords.length,
      firstRecord: installRecords[0] ?? null,
      lastRecord: installRecords.at(-1) ?? null,
      rebootRequired,
      notSeen,
      archives: observation.archives.map(({ id }) => id),
      glibc: packages.filter(({ name }) => name === 'libc6'),
    };
    expect(summary).toEqual(readBeside(host, 'expected.json'));
  });

  it('gives the same answer whatever is cut off, or a named problem', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...envelope.manifest.sections),
        fc.nat(1000),
        fc.integer({ min: 0, max: 255 }),
        (meta, at, byte) => {
          const broken = Buffer.from(sectionOf(envelope, meta.name) ?? []);
          const position = Math.floor((broken.length * at) / 1001);
          const changed =
            byte < 128
              ? broken.subarray(0, position)
              : Buffer.concat([broken.subarray(0, position), Buffer.from([byte])]);
          const sections = envelope.manifest.sections.map((one) =>
            one === meta ? { ...one, truncated: true } : one,
          );
          const read = (name: string) => (name === meta.name ? changed : sectionOf(envelope, name));
          const { problems } = parseObservation({ ...envelope.manifest, sections }, read);
          if (meta.name !== 'stderr') expect(problems.map(({ section }) => section)).toContain(meta.name);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a list of versions that was cut off', () => {
  it('never shows a version that no whole line named', () => {
    const envelope = readRecorded('deb-outdated');
    const whole = Buffer.from(sectionOf(envelope, 'packages-policy') ?? []);
    const named = new Set([...observe(envelope).policies.values()].flatMap(versionsOf));
    const sections = envelope.manifest.sections.map((one) => ({
      ...one,
      truncated: one.name === 'packages-policy',
    }));
    for (let end = 0; end < whole.length; end += 97) {
      const read = (name: string) =>
        name === 'packages-policy' ? whole.subarray(0, end) : sectionOf(envelope, name);
      const { policies } = parseObservation({ ...envelope.manifest, sections }, read);
      expect([...policies.values()].flatMap(versionsOf).filter((version) => !named.has(version))).toEqual([]);
    }
  });
});

function versionsOf({ versions }: PackagePolicy): string[] {
  return versions.map(({ version }) => version);
}

describe.each(labHosts)('the recorded scan of %s and apt’s own answer', (host) => {
  it('agree package by package', () => {
    const truth = truthSchema.parse(readBeside(host, 'truth.json'));
    const observation = observe(readRecorded(host));
    expect(observation.packages).toHaveLength(truth.packages_installed);
    expect(pendingOf(observation)).toEqual(truth.updates);
  });
});
