import { expect, it } from 'vitest';
import { foldFeeds } from '../inventory/fold-feeds.ts';
import type { FeedAnswer } from './feed-answer.ts';
import type { TrackerState } from './finding-state.ts';

const office = {
  name: 'Microsoft Office 2016',
  arch: 'x64',
  version: '16.0.4266.1001',
  source: 'Microsoft Office 2016',
  sourceVersion: '16.0.4266.1001',
  held: false,
  candidate: null,
  securityVersion: null,
};
const steps = { stepsOf: () => null, verifiedAt: () => null };

/** Updates that feeds call missing, one after the other, with nothing installed in between. */
function told(...missing: readonly (readonly string[])[]) {
  let tracker: TrackerState = {};
  return missing.flatMap((updates, at) => {
    const answer: FeedAnswer = {
      fixed: updates.at(-1) ?? null,
      updates: { missing: updates, inPlace: [] },
      undecided: null,
      endsAs: 'not_affected',
    };
    const fed = foldFeeds(
      { tracker, previousSufficient: null },
      { platform: 'windows/+listed', family: 'inventory', packages: [office] },
      { at, by: `feeds ${at}`, answerOf: () => answer, steps },
    );
    tracker = fed.tracker;
    return fed.changes.map(({ fix, snapshot }) => [at, fix, snapshot.state]);
  });
}

it('keeps the finding of an update that a newer one replaces', () => {
  const changes = told(['KB5001001'], ['KB5001002']);
  expect(new Set(changes.map(([, fix]) => fix))).toHaveLength(1);
  expect(changes.at(-1)?.[2]).toBe('open');
});

it('ends the finding of an update once no update is missing any more', () => {
  expect(told(['KB5001001'], []).map(([at, , state]) => [at, state])).toEqual([
    [0, 'open'],
    [1, 'not_affected'],
  ]);
});
