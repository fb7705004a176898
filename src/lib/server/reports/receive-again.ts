import { z } from 'zod';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import type { ReportFile } from '#scanners/importers/report-file.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { lastAnswer, receiptKey, receiptOf } from './known-report.ts';
import type { KeptReceipt, ReportReceipt } from './known-report.ts';

interface ReportAgain {
  readonly file: ReportFile;
  readonly format: ReadAs['format'];
  readonly holds: ReportHolds;
}

/**
 * Record that a file which was taken in before holds something else than was said of it. The event is the one before but
 * for that: the same bytes, times and assets. It replaces that one, so that what was closed, or stayed open, by mistake
 * is as if it had been said from the start.
 * @throws AppError FORBIDDEN
 */
export async function receiveAgain(
  app: App,
  viewer: Viewer,
  { file, format, holds }: ReportAgain,
): Promise<ReportReceipt> {
  authorise(viewer, 'import.run');
  const key = await receiptKey(format, file);
  const kept = app.store.transaction((): KeptReceipt => {
    const { last, nextKey } = lastAnswer(app, key);
    if (last === null) throw new Error('the report was not taken in before');
    if (last.holds === holds) return last;
    const { object, body } = eventOf(app, last.seq);
    const { seq } = app.store.log.append({
      kind: 'report.received',
      object,
      body: { ...body, holds, replaces: last.seq },
      actor: viewer.personId,
      via: viewer.via,
    });
    const recorded = { ...last, seq, holds };
    app.store.receipts.insert({
      key: nextKey,
      requestDigest: '',
      receipt: recorded,
      createdAt: app.clock(),
    });
    return recorded;
  });
  return receiptOf(app, kept);
}

const anyBody = z.record(z.string(), z.unknown());

function eventOf({ store }: App, seq: number) {
  const [event] = store.log.read(seq - 1, 1);
  if (event?.kind !== 'report.received') throw new Error(`event ${seq} is no report`);
  return { object: event.object, body: anyBody.parse(event.body) };
}
