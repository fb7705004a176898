import { describe, expect, it } from 'vitest';
import { feedFixture } from '../../tests/fixtures/publisher.ts';
import { runFeed } from '../../tests/fixtures/run-feed.ts';
import { feeds } from './index.ts';

describe('a workaround of Red Hat', () => {
  const none = 'Mitigation for this issue is not available.';
  const told = async (details: string) => {
    const text = feedFixture('redhat-vex/cve-2026-90001.json').toString('utf8').replace(none, details);
    const { items } = await runFeed(feeds['redhat-vex'], text, 'cve.json');
    return items.flatMap((item) =>
      item.kind === 'advisory' && item.id === 'CVE-2026-90001' ? [item.workaround ?? null] : [],
    );
  };

  it('is kept with the flaw, in its own words and lines', async () => {
    const long = 'Only where nobody needs it. '.repeat(20).trim();
    expect(await told(`Disable the module:\\n\\n    echo blacklist x\\n${long}`)).toEqual([
      `Disable the module:\n\n    echo blacklist x\n${long}`,
    ]);
  });

  it.each([
    none,
    'Mitigation for this issue is either not available or the currently available options do not meet the criteria.',
    'There is no known mitigation for this issue.',
    'No mitigation is currently available.',
    'Red Hat has investigated whether a possible mitigation exists for this issue, and has not found one.',
  ])('is none where it says %j', async (details) => expect(await told(details)).toEqual([null]));
});

it('a fix of SUSE’s has the advisory that its document refers to, where that is one', async () => {
  const advisories = async (more: readonly string[]) => {
    const document = JSON.parse(feedFixture('suse-vex/cve-2023-47627.json').toString('utf8')) as {
      document: { references: object[] };
    };
    document.document.references.push(
      ...more.map((id) => ({ summary: `Advisory link for ${id}`, url: 'https://x' })),
    );
    const { items } = await runFeed(feeds['suse-vex'], JSON.stringify(document), 'cve.json');
    return new Set(items.flatMap((item) => (item.kind === 'statement' && item.fixed ? [item.advisory] : [])));
  };
  expect(await advisories(['SUSE-CU-2024:1-1', 'SUSE-SU-2024:0577-1'])).toEqual(
    new Set(['SUSE-SU-2024:0577-1']),
  );
  expect(await advisories(['openSUSE-SU-2024:0001-1'])).toEqual(new Set([null]));
});

describe('a fix that CSAF tells of twice', () => {
  const id = 'cve-2026-90002.json';
  interface Tree {
    branches: object[];
    relationships: object[];
  }
  const read = async (change: (status: Record<string, string[]>, tree: Tree) => void) => {
    const document = JSON.parse(feedFixture(`suse-vex/${id}`).toString('utf8')) as {
      product_tree: Tree;
      vulnerabilities: [{ product_status: Record<string, string[]> }];
    };
    const [vulnerability] = document.vulnerabilities;
    change(vulnerability.product_status, document.product_tree);
    return runFeed(feeds['suse-vex'], JSON.stringify(document), id);
  };
  const old = 'SUSE Linux Enterprise Module for Basesystem 15 SP6:curl-8.6.0-150600.4.1.1';

  it('ends with the first fixed version, whatever is recommended beside it', async () => {
    const { items, summary } = await read((status, tree) => {
      status['first_fixed'] = [old];
      const name = 'curl-8.6.0-150600.4.1.1';
      tree.branches.push({
        category: 'product_version',
        name,
        product: {
          name,
          product_id: name,
          product_identification_helper: { purl: `pkg:rpm/suse/${name.replace('-', '@')}` },
        },
      });
      tree.relationships.push({
        category: 'default_component_of',
        full_product_name: { name: old, product_id: old },
        product_reference: name,
        relates_to_product_reference: 'SUSE Linux Enterprise Module for Basesystem 15 SP6',
      });
    });
    const fixed = items.flatMap((item) => (item.kind === 'statement' ? (item.fixed ?? []) : []));
    expect(fixed).toEqual(['0:8.6.0-150600.4.1.1']);
    expect(summary.skipped).toEqual([{ reason: 'a later version beside the first fixed one', n: 1 }]);
  });

  it('counts what a status says that is not read', async () => {
    const { summary } = await read((status) => {
      status['last_affected'] = ['openSUSE Leap 15.6:curl', 'x'];
    });
    expect(summary.skipped).toEqual([{ reason: 'a status that is not read', n: 2 }]);
  });
});
