import { describe, expect, it } from 'vitest';
import type { FeedItem, Statement } from '#core/advisory/feed-item.ts';
import { feedFixture } from '../../tests/fixtures/publisher.ts';
import { runFeed } from '../../tests/fixtures/run-feed.ts';
import { feeds } from './index.ts';

const isStatement = (item: FeedItem): item is Statement => item.kind === 'statement';

describe('nothing is passed over uncounted:', () => {
  const osv = (affected: object) =>
    runFeed(
      feeds.osv,
      JSON.stringify({
        id: 'GHSA-aaaa-bbbb-cccc',
        modified: '2026-01-01T00:00:00Z',
        affected: [{ package: { ecosystem: 'npm', name: 'x' }, ...affected }],
      }),
      'x.json',
    );

  it('a limit of a range of OSV', async () => {
    const events = [{ introduced: '0' }, { fixed: '1.2.0' }, { limit: '2.0.0' }];
    const { items, summary } = await osv({ ranges: [{ type: 'SEMVER', events }] });
    expect(items.filter(isStatement)).toMatchObject([{ introduced: null, fixed: '1.2.0' }]);
    expect(summary.skipped).toEqual([{ reason: 'a limit of a range', n: 1 }]);
  });

  it('a range that cannot be compared, beside versions that can', async () => {
    const events = [{ introduced: '0' }, { fixed: 'next' }];
    const { items, summary } = await osv({ ranges: [{ type: 'ECOSYSTEM', events }], versions: ['1.0.0'] });
    expect(items.filter(isStatement)).toMatchObject([{ introduced: '1.0.0', note: 'up to 1.0.0' }]);
    expect(summary.skipped).toEqual([{ reason: 'a range with a version that cannot be compared', n: 1 }]);
  });

  it('packages of VuXML without a range', async () => {
    const entry = `<vuln vid="505904d3-ea95-11e4-beaf-bcaec565249c"><topic>x</topic><affects>
      <package><name>a</name><name>b</name></package>
      <package><name>c</name><range><lt>1</lt></range></package></affects></vuln>`;
    const { items, summary } = await runFeed(feeds['freebsd-vuxml'], `<vuxml>${entry}</vuxml>`, 'vuln.xml');
    expect(items.filter(isStatement).map(({ product }) => product)).toEqual(['c']);
    expect(summary.skipped).toEqual([{ reason: 'a package without a range', n: 2 }]);
  });

  it('products that Microsoft says do not have the flaw, which are not called affected', async () => {
    const text = feedFixture('msrc/2024-Mar.xml').toString('utf8');
    const products = (xml: string) =>
      runFeed(feeds.msrc, xml, '2024-Mar.xml').then(({ items, summary }) => ({
        named: new Set(items.filter(isStatement).map(({ product }) => product)).size,
        left: summary.skipped.map(({ reason }) => reason),
      }));
    const without = text.replace(/<vuln:Remediation[\s>][\s\S]*?<\/vuln:Remediation>/g, '');
    expect((await products(without)).named).toBeGreaterThan(0);
    await expect(products(without.replace('Type="Known Affected"', 'Type="First Fixed"'))).resolves.toEqual({
      named: 0,
      left: ['a product that does not have the flaw'],
    });
  });
});
