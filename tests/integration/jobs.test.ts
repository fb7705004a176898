import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { cancelScan } from '#lib/server/scans/cancel-scan.ts';
import { getScan } from '#lib/server/scans/get-scan.ts';
import { startScan } from '#lib/server/scans/start-scan.ts';
import { watchJob } from '#lib/server/scans/watch-job.ts';
import type { ScanJob } from '#lib/server/scans/job-view.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(Date.parse('2026-05-01T08:00:00Z'));
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const kinds = (): string[] => app.store.log.read(0, 1000).map((event) => event.kind);

async function watch(id: string, until: (job: ScanJob) => boolean): Promise<ScanJob[]> {
  const seen: ScanJob[] = [];
  const stop = new AbortController();
  for await (const job of watchJob(app, localOperator, { id, signal: stop.signal })) {
    seen.push(job);
    if (until(job)) break;
  }
  return seen;
}

describe('scan jobs', () => {
  it('a failing host is a result: the job succeeds, its target names the failure and the remedy', async () => {
    app.jobs.start();
    const order = { kind: 'ssh', targets: ['nowhere.invalid'], user: 'scanner', port: 22 } as const;
    const { id } = startScan(app, localOperator, {
      ...order,
      credential: '',
      privateKey: null,
      hostKeys: '',
    });
    const seen = await watch(id, () => false);
    const last = seen.at(-1);
    expect(last?.state).toBe('succeeded');
    expect(last?.targets).toMatchObject([{ target: 'nowhere.invalid', state: 'failed' }]);
    expect(last?.targets[0]?.remedy).toBeTruthy();
    expect(kinds()).toEqual(expect.arrayContaining(['job.requested', 'scan.received', 'job.finished']));
    const { job } = await getScan(app, localOperator, { id });
    expect(job?.state).toBe('succeeded');
  });

  it('a cancelled scan records no result of the host it was reading', async () => {
    app.jobs.start();
    const { id } = startScan(app, localOperator, { kind: 'local' });
    await watch(id, (job) => job.state === 'running');
    cancelScan(app, localOperator, { id });
    const seen = await watch(id, () => false);
    expect(seen.at(-1)?.state).toBe('cancelled');
    expect(kinds()).not.toContain('scan.received');
    expect(kinds()).toEqual(expect.arrayContaining(['job.cancel-requested', 'job.finished']));
  });

  it('a stopping server leaves its running scan interrupted, never complete', async () => {
    app.jobs.start();
    const { id } = startScan(app, localOperator, { kind: 'local' });
    await watch(id, (job) => job.state === 'running');
    await app.close();
    app = await site.open();
    expect(app.store.jobs.find(id)?.state).toBe('interrupted');
    expect(kinds()).toContain('job.interrupted');
    expect(kinds()).not.toContain('scan.received');
  });

  it('a queued job waits for the next start of the server', async () => {
    const { id } = startScan(app, localOperator, { kind: 'local' });
    await app.close();
    app = await site.open();
    expect(app.store.jobs.find(id)?.state).toBe('queued');
  });

  it('a target that cannot be scanned is refused before anything is recorded', () => {
    const before = app.store.log.head().seq;
    const order = () => startScan(app, localOperator, { kind: 'network', targets: ['-oN=/tmp/x'] });
    expect(order).toThrow(expect.objectContaining({ code: 'TARGET_INVALID' }));
    expect(app.store.log.head().seq).toBe(before);
  });
});
