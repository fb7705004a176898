import { describe, expect, test } from 'vitest';
import { identifyAsset, keysOfHost } from './identify-asset.ts';
import type { IdentityKey, KnownKey } from './identify-asset.ts';

const scanner: IdentityKey = { kind: 'scanner', value: 'install:machine' };
const hostKey: IdentityKey = { kind: 'host-key+machine-id', value: 'SHA256:x m1' };
const otherHostKey: IdentityKey = { kind: 'host-key+machine-id', value: 'SHA256:y m1' };
const cloud: IdentityKey = { kind: 'cloud', value: 'i-0123456789' };
const target: IdentityKey = { kind: 'target', value: 'ssh:web-1:22' };
const address: IdentityKey = { kind: 'address', value: '10.0.0.1' };
const of = (assetId: string, ...keys: IdentityKey[]): KnownKey[] => keys.map((key) => ({ ...key, assetId }));

interface Case {
  readonly title: string;
  readonly keys: readonly IdentityKey[];
  readonly known: readonly KnownKey[];
  readonly strong?: readonly string[];
  readonly expected: unknown;
}

const cases: Case[] = [
  {
    title: 'a host never seen is new and learns all its keys',
    keys: [hostKey, target],
    known: [],
    expected: { kind: 'new', learnt: [hostKey, target], suspects: [] },
  },
  {
    title: 'a strong key finds its asset, whatever the address',
    keys: [hostKey, target, address],
    known: of('a', hostKey),
    strong: ['a'],
    expected: { kind: 'known', assetId: 'a', learnt: [target, address] },
  },
  {
    title: 'one of several host keys suffices, the others are learnt',
    keys: [hostKey, otherHostKey, target],
    known: of('a', otherHostKey, target),
    strong: ['a'],
    expected: { kind: 'known', assetId: 'a', learnt: [hostKey] },
  },
  {
    title: 'a strong key beats a hint to another asset',
    keys: [hostKey, target],
    known: [...of('b', target), ...of('a', hostKey)],
    strong: ['a', 'b'],
    expected: { kind: 'known', assetId: 'a', learnt: [] },
  },
  {
    title: 'strong keys of two assets are a conflict, and the scanner’s own id decides before the host key',
    keys: [hostKey, scanner],
    known: [...of('b', hostKey), ...of('a', scanner)],
    strong: ['a', 'b'],
    expected: { kind: 'conflict', assetId: 'a', others: ['b'], learnt: [] },
  },
  {
    title: 'a host key decides before a cloud id',
    keys: [cloud, hostKey],
    known: [...of('b', cloud), ...of('a', hostKey)],
    strong: ['a', 'b'],
    expected: { kind: 'conflict', assetId: 'a', others: ['b'], learnt: [] },
  },
  {
    title: 'a failed scan belongs to the asset that was asked for',
    keys: [target],
    known: of('a', target),
    strong: ['a'],
    expected: { kind: 'known', assetId: 'a', learnt: [] },
  },
  {
    title: 'a first good scan belongs to the asset that failed before at the same target',
    keys: [hostKey, target],
    known: of('a', target),
    strong: [],
    expected: { kind: 'known', assetId: 'a', learnt: [hostKey] },
  },
  {
    title: 'another machine at a known target is new, and the old one is suspected',
    keys: [hostKey, target],
    known: of('a', target),
    strong: ['a'],
    expected: { kind: 'new', learnt: [hostKey], suspects: ['a'] },
  },
  {
    title: 'a failed scan whose target and address belong to two assets goes to the target’s',
    keys: [target, address],
    known: [...of('b', address), ...of('a', target)],
    strong: ['a', 'b'],
    expected: { kind: 'known', assetId: 'a', learnt: [] },
  },
  {
    title: 'a known address alone is a hint enough for a scan without strong keys',
    keys: [address, target],
    known: of('a', address),
    strong: ['a'],
    expected: { kind: 'known', assetId: 'a', learnt: [target] },
  },
];

describe('which asset a scan belongs to', () => {
  test.each(cases)('$title', ({ keys, known, strong = [], expected }) => {
    expect(identifyAsset(keys, known, (assetId) => strong.includes(assetId))).toEqual(expected);
  });
});

describe('the keys of a host', () => {
  const identity = {
    hostname: 'web-1',
    machineId: 'm1',
    hostKeys: ['SHA256:z', 'SHA256:x'],
    addresses: [],
    cloudId: 'i-1',
  };
  const source = { scannerId: null, hostKey: 'SHA256:x', target: 'ssh:web-1:22' };

  test('pair every host key, read or offered, with the machine id', () => {
    expect(keysOfHost(identity, source)).toEqual([
      { kind: 'host-key+machine-id', value: 'SHA256:x m1' },
      { kind: 'host-key+machine-id', value: 'SHA256:z m1' },
      { kind: 'cloud', value: 'i-1' },
      { kind: 'target', value: 'ssh:web-1:22' },
    ]);
  });

  test('are no pair without a machine id: cloned images share host keys', () => {
    expect(keysOfHost({ ...identity, machineId: null, cloudId: null }, source)).toEqual([target]);
  });

  test('of the scanner’s own machine begin with its id', () => {
    expect(keysOfHost(null, { ...source, scannerId: 'install:machine' })).toEqual([scanner, target]);
  });

  test('of an imported inventory are its machine id in the namespace of the tool', () => {
    const imported = { ...source, hostKey: null, inventoryTool: 'wsus-export', target: 'import:win-01:' };
    const facts = { ...identity, hostKeys: [], cloudId: null };
    expect(keysOfHost(facts, imported)).toEqual([
      { kind: 'inventory-id', value: 'wsus-export:m1' },
      { kind: 'target', value: 'import:win-01:' },
    ]);
    expect(keysOfHost({ ...facts, machineId: null }, imported)).toEqual([
      { kind: 'target', value: 'import:win-01:' },
    ]);
  });

  test('of one tool never match those of another', () => {
    const key = (tool: string): IdentityKey => ({ kind: 'inventory-id', value: `${tool}:m1` });
    const name: IdentityKey = { kind: 'target', value: 'import:win-01:' };
    const always = () => true;
    expect(identifyAsset([key('sccm-export'), name], of('a', name), always)).toMatchObject({
      kind: 'new',
      suspects: ['a'],
    });
    expect(identifyAsset([key('wsus-export')], of('a', key('wsus-export')), always)).toMatchObject({
      kind: 'known',
      assetId: 'a',
    });
  });
});
