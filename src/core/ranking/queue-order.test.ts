import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectiveRank, isAbove, ranks } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';
import { compareQueued, decidingKey, orderQueue, riskRemoved } from './queue-order.ts';
import type { OpenFindings, QueueFix } from './queue-order.ts';
import { assetWeight, riskOf } from './risk-weight.ts';

const plain = { criticality: 'low', exposure: 'internal', scopes: [] } as const;

function open(rank: Rank | null, count = 1): OpenFindings {
  return { rank, count, ...plain };
}

function queueFix(known: Partial<QueueFix>): QueueFix {
  return { fix: 'DSA-1', product: 'nginx', about: 'security', due: 100, open: [open('high')], ...known };
}

function namesInOrder(...fixes: readonly QueueFix[]): readonly string[] {
  return orderQueue(fixes.toReversed()).map(({ fix }) => fix.fix);
}

describe('the queue', () => {
  test('puts severe before everything, whatever is due', () => {
    const severe = queueFix({ fix: 'severe', due: null, open: [open('severe')] });
    const high = queueFix({ fix: 'high', due: 1, open: [open('high', 5_000)] });
    expect(namesInOrder(severe, high)).toEqual(['severe', 'high']);
  });

  test('takes the worst rank of what is open and ignores what is not', () => {
    const worst = queueFix({ fix: 'worst', due: 9, open: [open('low', 50), open('severe')] });
    const closed = queueFix({ fix: 'closed', due: 1, open: [open('severe', 0), open('low')] });
    expect(namesInOrder(worst, closed)).toEqual(['worst', 'closed']);
    expect(orderQueue([closed])[0]).toMatchObject({ rank: 'low', place: 1 });
  });

  test('goes by the earliest due within a rank; a fix without a deadline is last there', () => {
    const fixes = [
      queueFix({ fix: 'soon', due: 1 }),
      queueFix({ fix: 'later', due: 2, open: [open('high', 100)] }),
      queueFix({ fix: 'never', due: null, open: [open('high', 100)] }),
      queueFix({ fix: 'medium', due: 0, open: [open('medium')] }),
    ];
    expect(namesInOrder(...fixes)).toEqual(['soon', 'later', 'never', 'medium']);
  });

  test('goes by the risk removed where the day is the same, then by name', () => {
    const much = queueFix({ fix: 'z', open: [open('high', 2)] });
    const [first, second] = [queueFix({ fix: 'a' }), queueFix({ fix: 'a', product: 'openssl' })];
    expect(orderQueue([second, first, much]).map(({ fix }) => `${fix.fix} ${fix.product}`)).toEqual([
      'z nginx',
      'a nginx',
      'a openssl',
    ]);
  });

  test('puts security before feature updates, unless somebody ranked the update higher', () => {
    const security = queueFix({ fix: 'security', due: 9 });
    const settings = queueFix({ fix: 'settings', about: 'settings', due: 9 });
    const feature = queueFix({ fix: 'feature', about: 'enhancement', due: 1, open: [open('high', 50)] });
    const raised = queueFix({ fix: 'raised', about: 'bugfix', open: [open('severe')] });
    expect(namesInOrder(raised, security, settings, feature)).toEqual([
      'raised',
      'security',
      'settings',
      'feature',
    ]);
  });

  test('counts an unranked security fix as high and an unranked feature update as nothing', () => {
    const unranked = queueFix({ fix: 'unranked', open: [open(null)] });
    const low = queueFix({ fix: 'low', due: 1, open: [open('low')] });
    const feature = queueFix({ fix: 'feature', about: 'bugfix', due: 0, open: [open(null, 900)] });
    const queue = orderQueue([feature, low, unranked]);
    expect(queue.map(({ fix, rank, risk }) => [fix.fix, rank, risk])).toEqual([
      ['unranked', 'high', 4],
      ['low', 'low', 1],
      ['feature', null, 0],
    ]);
  });

  test('says which key decided between two fixes', () => {
    const queue = orderQueue([
      queueFix({ fix: 'a', open: [open('severe')] }),
      queueFix({ fix: 'b' }),
      queueFix({ fix: 'c', due: 200 }),
      queueFix({ fix: 'd', due: 200 }),
    ]);
    const keys = queue.flatMap((one, index) => {
      const next = queue[index + 1];
      return next === undefined ? [] : [decidingKey(one, next)];
    });
    expect(keys).toEqual(['rank', 'due', 'name']);
  });
});

const group: fc.Arbitrary<OpenFindings> = fc.record({
  rank: fc.option(fc.constantFrom(...ranks)),
  count: fc.nat(3),
  criticality: fc.option(fc.constantFrom('low', 'critical')),
  exposure: fc.option(fc.constantFrom('internal', 'internet')),
  scopes: fc.subarray(['pci-cde', 'pci-connected']),
});

const anyFix: fc.Arbitrary<QueueFix> = fc.record({
  fix: fc.constantFrom('DSA-1', 'DSA-2', 'KB-3'),
  product: fc.constantFrom('nginx', 'openssl'),
  about: fc.constantFrom('security', 'settings', 'bugfix', 'enhancement'),
  due: fc.option(fc.nat(3)),
  open: fc.array(group, { maxLength: 3 }),
});

describe('the order', () => {
  test('is total: antisymmetric, transitive, and equal only for the same place', () => {
    fc.assert(
      fc.property(anyFix, anyFix, anyFix, (first, second, third) => {
        const placed = [first, second, third].flatMap((fix) => orderQueue([fix]));
        const [a, b, c] = placed;
        if (a === undefined || b === undefined || c === undefined) throw new Error('three fixes were placed');
        expect(Math.sign(compareQueued(a, b)) + Math.sign(compareQueued(b, a))).toBe(0);
        if (compareQueued(a, b) <= 0 && compareQueued(b, c) <= 0)
          expect(compareQueued(a, c)).toBeLessThanOrEqual(0);
        if (compareQueued(a, b) === 0) expect([a.fix.fix, a.fix.product]).toEqual([b.fix.fix, b.fix.product]);
      }),
      { numRuns: 5_000 },
    );
  });

  test('does not depend on the order in which fixes come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyFix, { selector: ({ fix, product }) => `${fix} ${product}` }),
        (fixes) => {
          expect(orderQueue(fixes.toReversed())).toEqual(orderQueue(fixes));
        },
      ),
    );
  });

  test('never puts anything before a severe security fix but another severe one', () => {
    fc.assert(
      fc.property(fc.array(anyFix), (fixes) => {
        const severe = orderQueue(fixes).map(({ rank }) => rank === 'severe');
        expect(severe).toEqual(severe.toSorted((a, b) => Number(b) - Number(a)));
      }),
    );
  });
});

describe('the risk removed', () => {
  test.each([
    [plain, 1],
    [{ criticality: 'critical', exposure: 'internet', scopes: ['pci-cde'] }, 8],
    [{ criticality: 'medium', exposure: 'partner', scopes: ['pci-connected', 'ephi'] }, 5],
    [{ criticality: null, exposure: null, scopes: [] }, 5],
    [{ criticality: 'toString', exposure: '__proto__', scopes: ['constructor'] }, 5],
  ])('weighs an asset %j as %i', (asset, weight) => {
    expect(assetWeight(asset)).toBe(weight);
  });

  test('is the sum over open findings of rank weight × asset weight', () => {
    const exposed = { criticality: 'high', exposure: 'internet', scopes: [] };
    const fix = queueFix({ open: [open('low', 3), { rank: 'severe', count: 2, ...exposed }] });
    expect(riskRemoved(fix)).toBe(3 * 1 * 1 + 2 * 8 * 5);
  });

  test('grows with the rank', () => {
    fc.assert(
      fc.property(group, fc.option(fc.constantFrom(...ranks)), (asset, other) => {
        if (isAbove(effectiveRank(asset.rank), effectiveRank(other)))
          expect(riskOf(asset.rank, asset)).toBeGreaterThan(riskOf(other, asset));
      }),
    );
  });
});
