import { describe, expect, it } from 'vitest';
import { type JobTarget, jobSegments, jobTitle, type JobView } from './job-view.ts';

const target = (state: string): JobTarget => ({
  target: state,
  state,
  code: null,
  message: null,
  remedy: null,
  scanId: null,
});
const job = (state: string, states: string[]): JobView => ({
  id: 'j',
  kind: 'ssh',
  state,
  createdAt: '',
  startedAt: null,
  finishedAt: null,
  error: null,
  targets: states.map(target),
  warnings: [],
});

describe('a scan job', () => {
  it('counts each host in exactly one segment', () => {
    const segments = jobSegments(
      ['complete', 'partial', 'failed', 'interrupted', 'running', 'queued', 'odd'].map(target),
    );
    expect(segments.map(({ count }) => count)).toEqual([1, 1, 2, 1, 2]);
  });
  it('says how many hosts are done, failed ones among them', () => {
    expect(jobTitle(job('running', ['complete', 'failed', 'queued']))).toBe('SSH hosts: 2 of 3 hosts done');
  });
  it('never calls an interrupted scan done', () => {
    expect(jobTitle(job('interrupted', ['complete']))).toContain('interrupted');
    expect(jobTitle(job('cancelled', []))).toContain('stopped');
  });
});
