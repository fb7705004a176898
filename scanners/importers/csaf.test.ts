import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { csaf } from './csaf.ts';

const report = {
  // The products stand last: the order of members means nothing in JSON.
  vulnerabilities: [
    {
      cve: 'CVE-2024-1',
      product_status: { fixed: ['rhel9:openssl'], known_affected: ['rhel8:openssl'], recommended: ['rhel9'] },
      scores: [
        {
          products: ['rhel8:openssl'],
          cvss_v3: { baseScore: 7.4, vectorString: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N' },
        },
      ],
      threats: [{ category: 'impact', details: 'Moderate', product_ids: ['rhel8:openssl'] }],
      flags: [{ label: 'component_not_present' }],
      remediations: [{ category: 'no_fix_planned', details: 'Will not fix', product_ids: ['rhel8:openssl'] }],
    },
  ],
  document: {
    csaf_version: '2.0',
    publisher: { name: 'Red Hat' },
    tracking: { id: 'RHSA-2024:0001', current_release_date: '2024-01-02T03:04:05+00:00' },
  },
  product_tree: {
    branches: [
      { product: { product_id: 'rhel8', name: 'RHEL 8' } },
      { product: { product_id: 'rhel9', name: 'RHEL 9' } },
      {
        category: 'product_version',
        name: '3.0.7-1.el9',
        product: {
          product_id: 'openssl',
          name: 'openssl',
          product_identification_helper: { purl: 'pkg:rpm/redhat/openssl@3.0.7-1.el9?arch=src' },
        },
      },
    ],
    relationships: ['rhel8', 'rhel9'].map((platform) => ({
      category: 'default_component_of',
      product_reference: 'openssl',
      relates_to_product_reference: platform,
      full_product_name: { product_id: `${platform}:openssl`, name: `openssl of ${platform}` },
    })),
  },
};

describe('a CSAF document', () => {
  tryReport({ importer: csaf, samples: ['csaf/csaf.json'], saysItsEnd: true });

  it('places parts on platforms, each with its own status, score and remedy', () => {
    const { hosts, flaws } = readText(csaf, JSON.stringify(report));
    expect(hosts.map(({ name, complete }) => [name, complete])).toEqual([
      ['RHEL 8', false],
      ['RHEL 9', false],
    ]);
    expect(flaws).toMatchObject([
      {
        host: 'rhel8',
        status: 'open',
        severity: 'medium',
        cvss: { version: '3.1', score: 7.4 },
        remedy: 'no_fix_planned: Will not fix',
        fixes: ['RHSA-2024:0001'],
        product: { name: 'openssl', keyedBy: 'binary', scheme: 'rpm' },
      },
      { host: 'rhel9', status: 'fixed', severity: null, cvss: null },
    ]);
  });

  it('takes a flag that names no product as one of all', () => {
    const { flaws } = readText(csaf, JSON.stringify(report));
    expect(flaws.map(({ evidence }) => evidence.includes('flag: component_not_present'))).toEqual([
      true,
      true,
    ]);
  });

  it('ends where relationships go in a circle', () => {
    const circle = structuredClone(report);
    circle.product_tree.relationships = ['a', 'b'].map((id) => ({
      category: 'default_component_of',
      product_reference: id === 'a' ? 'b' : 'a',
      relates_to_product_reference: id === 'a' ? 'b' : 'a',
      full_product_name: { product_id: id, name: id },
    }));
    expect(readText(csaf, JSON.stringify(circle)).flaws).toHaveLength(2);
  });
});
