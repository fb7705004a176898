import { describe, expect, test } from 'vitest';
import { openTestStore } from './open-test-store.ts';

const gone = { code: 'INTERRUPTED', message: 'The server stopped.', remedy: 'Start the scan again.' };

function withJobs(...ids: string[]) {
  const { store } = openTestStore();
  ids.forEach((id, at) =>
    store.jobs.enqueue({ id, kind: 'scan', params: { id }, requestedBy: 'p1', via: 'web', createdAt: at }),
  );
  return store.jobs;
}

describe('jobs', () => {
  test('are claimed oldest first, each once', () => {
    const jobs = withJobs('a', 'b');
    expect(jobs.claimNext(10)).toMatchObject({
      id: 'a',
      state: 'running',
      startedAt: 10,
      params: { id: 'a' },
    });
    expect(jobs.claimNext(11)?.id).toBe('b');
    expect(jobs.claimNext(12)).toBeUndefined();
  });

  test('are claimed by kind', () => {
    const jobs = withJobs('a');
    expect(jobs.claimNext(10, ['feed'])).toBeUndefined();
    expect(jobs.claimNext(10, ['feed', 'scan'])?.id).toBe('a');
  });

  test('end once: a late writer changes nothing', () => {
    const jobs = withJobs('a');
    jobs.claimNext(10);
    expect(jobs.interruptRunning(20, gone).map((job) => job.id)).toEqual(['a']);
    expect(jobs.finish('a', { state: 'succeeded', finishedAt: 30 })).toBe(false);
    jobs.setProgress('a', { done: 1 });
    expect(jobs.find('a')).toMatchObject({
      state: 'interrupted',
      finishedAt: 20,
      error: gone,
      progress: null,
    });
    expect(jobs.interruptRunning(40, gone)).toEqual([]);
  });

  test('are interrupted with the targets that had not ended', () => {
    const jobs = withJobs('a');
    jobs.claimNext(10);
    const blank = {
      code: null,
      message: null,
      remedy: null,
      scanId: null,
      startedAt: null,
      finishedAt: null,
    };
    for (const state of ['complete', 'queued', 'running']) {
      jobs.setTarget({ ...blank, jobId: 'a', target: state, state });
    }
    jobs.interruptRunning(20, gone);
    expect(jobs.targets('a')).toEqual([
      { ...blank, jobId: 'a', target: 'complete', state: 'complete' },
      { ...blank, ...gone, jobId: 'a', target: 'queued', state: 'interrupted', finishedAt: 20 },
      { ...blank, ...gone, jobId: 'a', target: 'running', state: 'interrupted', finishedAt: 20 },
    ]);
  });

  test('a queued one is cancelled at once, a running one is asked', () => {
    const jobs = withJobs('a', 'b');
    jobs.claimNext(10);
    expect(jobs.requestCancel('b', 20)).toBe('cancelled');
    expect(jobs.requestCancel('a', 20)).toBe('running');
    expect(jobs.find('a')?.cancelRequestedAt).toBe(20);
    expect(jobs.requestCancel('none', 20)).toBeUndefined();
    expect(jobs.claimNext(30)).toBeUndefined();
    expect(jobs.finish('a', { state: 'cancelled', finishedAt: 30 })).toBe(true);
  });

  test('are listed newest first, with their targets', () => {
    const jobs = withJobs('a', 'b', 'c');
    expect(jobs.list({ limit: 2 }).map((job) => job.id)).toEqual(['c', 'b']);
    expect(jobs.list({ limit: 2, offset: 2 }).map((job) => job.id)).toEqual(['a']);
    const target = { jobId: 'a', target: 'h', state: 'queued', code: null, message: null, remedy: null };
    const times = { scanId: null, startedAt: null, finishedAt: null };
    jobs.setTarget({ ...target, ...times });
    jobs.setTarget({ ...target, ...times, state: 'failed', code: 'HOST_UNREACHABLE' });
    expect(jobs.targets('a')).toMatchObject([{ target: 'h', state: 'failed', code: 'HOST_UNREACHABLE' }]);
  });
});
