import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelLoad } from '#core/advisory/kernel.ts';
import { sealEnvelope } from '../envelope.ts';
import type { Envelope } from '../envelope.ts';
import { parseObservation } from '../index.ts';
import { collectorScript, families } from '../ssh/families.ts';
import { readInventories } from './inventory-document.ts';
import type { InventoryDocument } from './inventory-document.ts';
import { inventoryEnvelope, toolOf } from './seal-inventory.ts';

const at = '2026-05-10T08:00:00.000Z';
const security = { name: 'BaseOS security', security: true, fetchedAt: at, publishedAt: null };

function documentOf(changes: Partial<InventoryDocument> = {}): InventoryDocument {
  return {
    schema: 'patchproof.inventory',
    version: 1,
    tool: 'export 2.1',
    collectedAt: at,
    host: { name: 'rhel-01', machineId: null, cloudId: null, addresses: ['10.0.0.21'], zone: null },
    os: { id: 'rhel', versionId: '9.6', name: 'Red Hat Enterprise Linux 9.6' },
    versionScheme: 'rpm',
    kernel: null,
    rebootRequired: null,
    sources: [security],
    packages: [{ name: 'bash', arch: 'x86_64', version: '5.1.8-9.el9' }],
    updates: [],
    ...changes,
  };
}

function observe({ manifest, sections }: Envelope) {
  return parseObservation(manifest, (name) => {
    const meta = manifest.sections.find((section) => section.name === name);
    return meta ? (sections.get(meta.sha256) ?? null) : null;
  });
}

const read = (value: unknown) => readInventories(Buffer.from(JSON.stringify(value)));
const messageOf = (value: unknown): string => {
  try {
    read(value);
    return 'accepted';
  } catch (error) {
    return String(error);
  }
};

describe('an inventory document', () => {
  it('may leave out what a tool does not know', () => {
    const { host, kernel, rebootRequired, ...rest } = documentOf();
    expect([host, kernel, rebootRequired]).toBeDefined();
    const [document] = read({ ...rest, host: { name: 'rhel-01' }, sources: [{ name: 'a', security: true }] });
    expect(document).toEqual(
      documentOf({
        host: { name: 'rhel-01', machineId: null, cloudId: null, addresses: [], zone: null },
        sources: [{ name: 'a', security: true, fetchedAt: null, publishedAt: null }],
      }),
    );
  });

  it('may give any zone with an instant; it is kept as UTC', () => {
    const [document] = read(documentOf({ collectedAt: '2026-05-10T10:00:00+02:00' }));
    expect(document?.collectedAt).toBe(at);
  });

  it.each<[string, object, string]>([
    [
      'an instant without a zone',
      { collectedAt: '2026-05-10T08:00:00' },
      'The time at collectedAt has no zone',
    ],
    ['an unknown order of versions', { versionScheme: 'toString' }, 'at versionScheme. an order of versions'],
    ['two sources of one name', { sources: [security, security] }, 'at sources.1.name. two sources'],
    [
      'an update from a source it does not name',
      { updates: [{ name: 'bash', arch: 'x86_64', version: '2', source: 'x' }] },
      'at updates.0.source. no source has this name',
    ],
    [
      'a tab in a name, which would break a line of the list',
      { packages: [{ name: 'a\tb', arch: 'x64', version: '1' }] },
      'at packages.0.name. it holds a control character',
    ],
    ['an address that is none', { host: { name: 'a', addresses: ['10.0.0'] } }, 'at host.addresses.0.'],
    [
      'an architecture with a colon',
      { packages: [{ name: 'a', arch: 'x:y', version: '1' }] },
      'packages.0.arch',
    ],
  ])('is refused with %s', (_title, changes, words) => {
    expect(messageOf({ ...documentOf(), ...changes })).toContain(words);
  });

  it('never repeats what stands in a refused field', () => {
    expect(messageOf(documentOf({ tool: `secret\u0000` }))).not.toContain('secret');
    expect(messageOf([])).toContain('The file is not an inventory document');
  });

  it('that is no JSON names the line and column, and says when it is cut off', () => {
    const parse = (text: string) => () => readInventories(Buffer.from(text));
    expect(parse('{"schema":\n "patchproof.inventory",')).toThrow('in line 2, column 25. It is cut off.');
    expect(parse('{"a": 1,}\n')).toThrow('in line 1, column 9. It is not JSON.');
    expect(() => readInventories(Buffer.from([0x7b, 0xff]))).toThrow(
      'The file is not valid UTF-8 text (from byte 1 on).',
    );
  });
});

describe('the observation of an inventory', () => {
  it('holds what the document says', () => {
    const observation = observe(
      inventoryEnvelope(
        documentOf({
          host: { name: 'rhel-01', machineId: 'm', cloudId: 'c', addresses: ['10.0.0.21'], zone: 'UTC' },
          kernel: {
            running: '5.14',
            package: { name: 'kernel-core', version: '5.14-1' },
            installed: [{ name: 'kernel-core', version: '5.14-1' }],
            bootedAt: at,
          },
          packages: [
            {
              name: 'openssl-libs',
              arch: 'x86_64',
              version: '3-1',
              source: 'openssl',
              sourceVersion: '3-0',
              held: true,
              installedAt: at,
            },
          ],
          updates: [
            { name: 'openssl-libs', arch: 'x86_64', version: '3-10', source: security.name },
            { name: 'openssl-libs', arch: 'x86_64', version: '3-9', source: security.name },
          ],
        }),
      ),
    );
    expect(observation).toMatchObject({
      family: 'inventory',
      versionScheme: 'rpm',
      os: { id: 'rhel', versionId: '9.6', codename: null },
      identity: { hostname: 'rhel-01', machineId: 'm', cloudId: 'c', hostKeys: [] },
      kernel: { running: '5.14', runningPackage: { version: '5.14-1' }, bootedAt: Date.parse(at) },
      packages: [{ name: 'openssl-libs', source: 'openssl', sourceVersion: '3-0', held: true }],
      archives: [{ id: security.name, security: true, fetchedAt: Date.parse(at), dateAt: null }],
      installRecords: [{ name: 'openssl-libs', version: '3-1', at: Date.parse(at) }],
      pending: [{ current: '3-1', candidate: '3-10', line: 1 }],
      problems: [],
      notSeen: [],
    });
    expect(observation.policies.get('openssl-libs:x86_64')?.versions).toEqual([
      { version: '3-10', archives: [security.name], phased: null, line: 1 },
      { version: '3-9', archives: [security.name], phased: null, line: 2 },
    ]);
  });

  it('takes the oldest of several installed versions, because it lacks the patch, but of kernels the newest', () => {
    const versions = (name: string) =>
      ['2-1', '10-1', '9-1'].map((version) => ({ name, arch: 'noarch', version }));
    const names = ['java', 'kernel-core', 'kernel-modules'];
    const { packages, problems } = observe(
      inventoryEnvelope(documentOf({ packages: names.flatMap(versions) })),
    );
    expect(packages.map(({ name, version }) => [name, version])).toEqual([
      ['java', '2-1'],
      ['kernel-core', '10-1'],
      ['kernel-modules', '10-1'],
    ]);
    expect(problems).toEqual([]);
  });

  it('tells of two versions that cannot be compared instead of choosing one', () => {
    const packages = ['1-1', 'a b'].map((version) => ({ name: 'java', arch: 'noarch', version }));
    expect(observe(inventoryEnvelope(documentOf({ packages }))).problems).toMatchObject([
      { section: 'packages', kind: 'unreadable' },
    ]);
  });

  it('knows a newer installed kernel from the package list too, and tells of one it cannot order', () => {
    const kernelOf = (version: string) => ({
      running: '5.14.0-570',
      package: { name: 'kernel-core', version },
      installed: [],
      bootedAt: null,
    });
    const packages = [{ name: 'kernel-core', arch: 'x86_64', version: '5.14.0-611.el9_7' }];
    const observed = (version: string) =>
      observe(inventoryEnvelope(documentOf({ kernel: kernelOf(version), packages })));
    expect(kernelLoad(observed('5.14.0-570.el9_6'))).toMatchObject({ rebootPending: true });
    expect(observed('5.14.0 570').problems).toMatchObject([{ section: 'host', kind: 'unreadable' }]);
  });

  it('is the same for any bytes: an answer, and what could not be read among its problems', () => {
    const { manifest } = inventoryEnvelope(documentOf());
    const names = ['host', 'packages', 'updates'];
    const texts = fc.oneof(fc.string(), fc.constantFrom('{}', 'null', '\t\t\n', 'a\tb\tc\td\te\tf\tg\n'));
    fc.assert(
      fc.property(fc.array(texts, { minLength: 3, maxLength: 3 }), fc.boolean(), (contents, truncated) => {
        const sections = names.map((name, index) => ({
          name,
          content: Buffer.from(contents[index] ?? ''),
          exitCode: 0,
          durationMs: 0,
          truncated,
          timedOut: false,
        }));
        const { startedAt, finishedAt, ...draft } = manifest;
        const times = { startedAt: Date.parse(startedAt), finishedAt: Date.parse(finishedAt) };
        const { problems } = observe(sealEnvelope({ ...draft, ...times, sections }));
        expect(problems.some(({ section }) => section === 'host')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('lacks what was never sealed', () => {
    const { manifest, sections } = inventoryEnvelope(documentOf());
    const cut = { ...manifest, sections: manifest.sections.filter(({ name }) => name !== 'updates') };
    expect(observe({ manifest: cut, sections }).problems).toEqual([
      { section: 'updates', kind: 'missing', detail: 'the section was not received' },
    ]);
  });
});

describe('a sealed inventory', () => {
  it('is a complete credentialed scan at the instant it was collected', () => {
    const { manifest } = inventoryEnvelope(documentOf());
    expect(manifest).toMatchObject({
      scanner: 'import',
      build: 'export 2.1',
      method: 'credentialed',
      family: 'inventory',
      target: { host: 'rhel-01', port: null, address: '10.0.0.21' },
      startedAt: at,
      finishedAt: at,
      outcome: 'complete',
    });
    expect(manifest.sections.map(({ name }) => name)).toEqual(families.inventory.required);
  });

  it('has the same lists as one of another day', () => {
    const one = inventoryEnvelope(documentOf()).manifest.sections;
    const other = inventoryEnvelope(documentOf({ collectedAt: '2026-05-11T08:00:00.000Z' })).manifest
      .sections;
    expect(other).toEqual(one);
  });

  it('names its tool without the version', () => {
    const names = ['wsus-export 1.0', 'wsus-export v2.4.1-rc1', 'wsus-export', 'Tool 365 Export 2'];
    expect(names.map(toolOf)).toEqual(['wsus-export', 'wsus-export', 'wsus-export', 'Tool 365 Export']);
  });

  it('adds nothing to the script that hosts run', () => {
    expect(collectorScript.text).not.toContain('inventory');
  });
});
