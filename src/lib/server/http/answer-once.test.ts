import { describe, expect, it } from 'vitest';
import type { App } from '../app.ts';
import { localOperator } from '../auth/viewer.ts';
import { openTestStore } from '../store/open-test-store.ts';
import { answerOnce } from './answer-once.ts';

function openApp(): Pick<App, 'store' | 'clock'> {
  const { store, clock } = openTestStore();
  return { store, clock: () => clock.now };
}

const content = Buffer.from('a');

describe('answerOnce', () => {
  it('does the work once for a key and gives the first answer again', () => {
    const app = openApp();
    let worked = 0;
    const ask = () => answerOnce(app, localOperator, { key: 'k', content, work: () => ({ n: ++worked }) });
    expect([ask(), ask(), worked]).toEqual([{ n: 1 }, { n: 1 }, 1]);
  });

  it('refuses the key for another content', () => {
    const app = openApp();
    answerOnce(app, localOperator, { key: 'k', content, work: () => 1 });
    const other = { key: 'k', content: Buffer.from('b'), work: () => expect.unreachable() };
    expect(() => answerOnce(app, localOperator, other)).toThrow(
      expect.objectContaining({ code: 'IDEMPOTENCY_MISMATCH', status: 422 }),
    );
  });

  it('keeps the keys of two persons apart', () => {
    const app = openApp();
    answerOnce(app, localOperator, { key: 'k', content, work: () => 1 });
    const other = { ...localOperator, personId: 'somebody else' };
    expect(answerOnce(app, other, { key: 'k', content, work: () => 2 })).toBe(2);
  });

  it('keeps no answer of work that failed', () => {
    const app = openApp();
    const failing = {
      key: 'k',
      content,
      work: () => {
        throw new Error('no');
      },
    };
    expect(() => answerOnce(app, localOperator, failing)).toThrow('no');
    expect(answerOnce(app, localOperator, { key: 'k', content, work: () => 2 })).toBe(2);
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(201)])('refuses the key %j', (key) => {
    const ask = () => answerOnce(openApp(), localOperator, { key, content, work: () => 1 });
    expect(ask).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_KEY_INVALID' }));
  });
});
