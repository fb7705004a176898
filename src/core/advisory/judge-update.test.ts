import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdvisoryNotice, Statement } from './feed-item.ts';
import { judgeUpdate, updatesInPlace, withReplaced } from './judge-update.ts';

const said = (changes: Partial<Statement> = {}): Statement => ({
  kind: 'statement',
  ecosystem: 'windows',
  release: '',
  product: 'Microsoft Office 2016 (64-bit edition)',
  keyedBy: 'product',
  arch: null,
  module: null,
  repository: null,
  vulnerability: 'CVE-2026-0001',
  advisory: 'KB5000001',
  status: 'fixed',
  fixed: null,
  introduced: null,
  scheme: 'windows',
  note: null,
  at: '$',
  ...changes,
});

/** Notices of updates by number, each replacing others. */
const noticesOf = (replaces: Readonly<Record<string, readonly string[]>>) => (id: string) =>
  id in replaces ? ({ id, replaces: replaces[id] ?? [] } as AdvisoryNotice) : undefined;

describe('an update that alone says whether a product is fixed', () => {
  const chain = noticesOf({ KB5000003: ['KB5000002'], KB5000002: ['KB5000001'] });
  const judge = (listed: readonly string[] | null, statement = said()) =>
    judgeUpdate(statement, '16.0.1', updatesInPlace([statement], { installed: '16.0.1', listed }, chain));

  it.each([
    ['is listed', ['KB5000001'], 'clear'],
    ['is replaced by one that is listed', ['KB5000002'], 'clear'],
    ['is replaced through another', ['KB5000003'], 'clear'],
    ['is not there', ['KB4999999'], 'fixable'],
    ['is told by nobody', null, 'unknown'],
  ])('that %s', (_what, listed, kind) => {
    expect(judge(listed).kind).toBe(kind);
  });

  it('cannot be told where neither build nor update is named, and is never clear then', () => {
    const statement = said({ advisory: null, note: 'no fixed build named; Click to Run' });
    expect(judge([], statement)).toEqual({
      kind: 'unknown',
      why: 'no fixed build named; Click to Run, and no update by its number',
    });
  });

  it('cannot be told where the builds have no order', () => {
    const statement = said({ fixed: '10.0.20348.5020' });
    const none = updatesInPlace([statement], { installed: '20348.5020', listed: null }, chain);
    expect(judgeUpdate(statement, '20348.5020', none)).toMatchObject({ kind: 'unknown' });
  });

  it('is in place by the installed build, with all that it replaces', () => {
    const newer = said({ advisory: 'KB5000003', fixed: '10.0.1.5' });
    const { inPlace } = updatesInPlace([newer, said()], { installed: '10.0.1.6', listed: null }, chain);
    expect([...inPlace].sort()).toEqual(['KB5000001', 'KB5000002', 'KB5000003']);
  });
});

describe('what updates replace', () => {
  const numbers = fc.integer({ min: 0, max: 12 });
  const graphs = fc.dictionary(numbers.map(String), fc.array(numbers.map(String), { maxLength: 4 }));

  it('is closed, grows with what is installed, and ends on circles', () => {
    fc.assert(
      fc.property(graphs, fc.array(numbers.map(String)), numbers.map(String), (graph, some, one) => {
        const notice = noticesOf(graph);
        const closure = withReplaced(some, notice);
        expect(withReplaced(closure, notice)).toEqual(closure);
        const more = withReplaced([...some, one], notice);
        for (const update of closure) expect(more.has(update)).toBe(true);
        for (const update of closure)
          for (const replaced of graph[update] ?? []) expect(closure.has(replaced)).toBe(true);
      }),
    );
  });
});
