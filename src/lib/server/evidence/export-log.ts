import { verifierText } from '#core/merkle/signed-note.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { trustedKeys } from './log-keys.ts';

/** Events that one part holds at most. */
const PART = 1000;

export interface LogPart {
  /** Texts of the events as they are hashed, in order. */
  readonly leaves: readonly string[];
  /** Signed head of the log when this part was read. */
  readonly note: string | null;
  readonly verifierKey: string | null;
  /** Where to go on from; null = this was the last part. */
  readonly next: number | null;
}

/**
 * The log from one event on, in parts, to be kept elsewhere: each line is what its leaf is the hash of. The beginning
 * of an export is recorded.
 * @param after number of the last event that is already there; 0 = from the beginning
 */
export function exportLog(app: App, viewer: Viewer, { after }: { readonly after: number }): LogPart {
  authorise(viewer, 'log.read');
  const { store, masterKey } = app;
  const { log } = store;
  if (after === 0) {
    const { personId: actor, via } = viewer;
    const body = { events: log.head().seq };
    store.transaction(() => log.append({ kind: 'log.exported', object: 'log', body, actor, via }));
  }
  return store.transaction(() => {
    const leaves = log.leafTexts(after, PART);
    const [signer] = trustedKeys(store, masterKey);
    const next = leaves.length === PART ? after + PART : null;
    return { leaves, note: log.headNote(), verifierKey: signer ? verifierText(signer) : null, next };
  });
}
