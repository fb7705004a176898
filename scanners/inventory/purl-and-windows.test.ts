import { describe, expect, it } from 'vitest';
import { parseObservation } from '../index.ts';
import { readInventories } from './inventory-document.ts';
import type { InventoryDocument } from './inventory-document.ts';
import { inventoryEnvelope } from './seal-inventory.ts';

const read = (changes: Record<string, unknown>) => {
  const document = {
    schema: 'patchproof.inventory',
    version: 1,
    tool: 'export 2.1',
    collectedAt: '2026-05-10T08:00:00.000Z',
    host: { name: 'win-01' },
    os: { id: 'windows', versionId: '2022', name: 'Windows Server 2022' },
    versionScheme: 'windows',
    sources: [],
    packages: [{ name: 'Windows Server 2022', arch: 'x64', version: '10.0.20348.2527' }],
    updates: [],
    ...changes,
  };
  const [one] = readInventories(Buffer.from(JSON.stringify(document)));
  return one as InventoryDocument;
};

const observe = (document: InventoryDocument) => {
  const { manifest, sections } = inventoryEnvelope(document);
  return parseObservation(manifest, (name) => {
    const meta = manifest.sections.find((section) => section.name === name);
    return meta ? (sections.get(meta.sha256) ?? null) : null;
  });
};

describe('the installed updates of a Windows inventory', () => {
  const kb = { name: 'KB5002500', arch: 'x64', version: '1.0' };

  it.each([
    ['are told', { installedUpdates: ['KB5002500'] }, ['KB5002500']],
    ['are none', { installedUpdates: [] }, []],
    ['are among the packages', { packages: [kb] }, ['KB5002500']],
    ['are not told', {}, null],
  ])('that %s', (_what, changes, wanted) => {
    expect(observe(read(changes)).installedUpdates).toEqual(wanted);
  });

  it('leave the bytes of a document without them as they were', () => {
    const { sections } = inventoryEnvelope(read({}));
    expect([...sections.values()].some((bytes) => Buffer.from(bytes).includes('installedUpdates'))).toBe(
      false,
    );
  });

  it('have numbers', () => {
    expect(() => read({ installedUpdates: ['March rollup'] })).toThrow(/KB5002500/);
  });
});

describe('packages of languages in an inventory', () => {
  const lodash = (version: string) => ({ name: 'pkg:npm/lodash', arch: 'any', version });

  it('count in every installed version, the lowest first', () => {
    const packages = [lodash('10.0.0'), lodash('9.0.0'), lodash('9.0.0')];
    const found = observe(read({ packages })).packages.map(({ arch, version }) => [arch, version]);
    expect(found).toEqual([
      ['any', '9.0.0'],
      ['any-2', '10.0.0'],
    ]);
  });

  it.each([
    ['pkg:npm/@a/b', /pkg:npm\/%40a\/b/],
    ['pkg:npm/lodash@4.17.20', /pkg:npm\/lodash/],
    ['pkg:', /no package URL/],
  ])('are named by their URL in its one form: %s', (name, message) => {
    expect(() => read({ packages: [{ name, arch: 'any', version: '1.0' }] })).toThrow(message);
  });
});
