import { fixOf } from '#core/advisory/finding-lives.ts';
import { encodeAdvisories, readAdvisories } from '#scanners/feeds/advisories-document.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { refuseFuture } from '../refuse-future.ts';

/** The answer to a document of advisories; the same bytes again get the same answer. */
export interface AdvisoriesReceipt {
  readonly format: 'advisories-json';
  readonly advisories: number;
  /** Different fixes (product and version) that the document names. */
  readonly fixes: number;
  /** Event that recorded it. */
  readonly seq: number;
}

export interface AdvisoriesFile {
  readonly bytes: Uint8Array;
  /** Absent = it was never a file. */
  readonly fileName?: string;
}

type AdvisoriesApp = Pick<App, 'artifacts' | 'clock' | 'reportFailure' | 'store' | 'warehouse'>;

/**
 * Keep what a vendor published and record it: the artifact fsynced, then one transaction for event and receipt.
 * The warehouse catches up afterwards.
 * @param from as received; the document itself as JSON when it was never a file
 * @throws AppError FORBIDDEN, TIME_IN_FUTURE, and what `readAdvisories` throws
 */
export function receiveAdvisories(
  app: AdvisoriesApp,
  viewer: Viewer,
  document: AdvisoriesDocument,
  from: AdvisoriesFile = { bytes: encodeAdvisories(document) },
): AdvisoriesReceipt {
  authorise(viewer, 'import.run');
  const { bytes, fileName } = from;
  // What is recorded is read back when it is applied: nothing may enter the log that cannot be.
  readAdvisories(bytes);
  refuseFutureAdvisories(app, document);
  const { sha256: artifact } = app.artifacts.put(bytes);
  app.artifacts.sync();
  const receipt = app.store.transaction(() => {
    const first = app.store.receipts.find(artifact);
    if (first) return first.receipt as AdvisoriesReceipt;
    const { seq } = app.store.log.append({
      kind: 'advisories.received',
      object: artifact,
      body: {
        artifact,
        source: document.source,
        ...(fileName === undefined ? {} : { importedFrom: { file: fileName } }),
      },
      actor: viewer.personId,
      via: viewer.via,
    });
    const { advisories } = document;
    const made = {
      format: 'advisories-json' as const,
      advisories: advisories.length,
      fixes: countFixes(document),
      seq,
    };
    // The key is the content's own hash, so there is no other content to tell apart.
    app.store.receipts.insert({ key: artifact, requestDigest: '', receipt: made, createdAt: app.clock() });
    return made;
  });
  app.warehouse.catchUp().catch(app.reportFailure);
  return receipt;
}

/** True when these very bytes were received before. */
export function knowsAdvisories(app: Pick<App, 'store'>, bytes: Uint8Array): boolean {
  return app.store.receipts.find(createHash('sha256').update(bytes).digest('hex')) !== undefined;
}

function countFixes({ advisories }: AdvisoriesDocument): number {
  const fixes = advisories.flatMap(({ products }) =>
    products.map(({ product, fixed }) => fixOf(product, fixed)),
  );
  return new Set(fixes).size;
}

/** @throws AppError TIME_IN_FUTURE */
export function refuseFutureAdvisories(
  { clock }: Pick<AdvisoriesApp, 'clock'>,
  { publishedAt }: Pick<AdvisoriesDocument, 'publishedAt'>,
): void {
  refuseFuture(publishedAt, {
    now: clock(),
    says: 'The document says it was published',
    remedy: 'Check the clock of this server, and the time in the document.',
  });
}
