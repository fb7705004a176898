import { createHash } from 'node:crypto';
import { canonicalJson } from '#core/canonical-json.ts';
import { AppError } from '#core/errors.ts';
import { applyDraftEvent, emptyBook, refuseDraftEvent } from '#core/policy/policy-draft.ts';
import type {
  DraftBook,
  DraftContent,
  DraftEvent,
  DraftRefusal,
  DraftState,
  PolicyTerms,
} from '#core/policy/policy-draft.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { LogEvent } from '../log/event-log.ts';

/** Events about policies that are read; there are few of them. */
const MOST = 100_000;
const PREFIX = 'policy.';

/** Drafts as the log has them, now. */
export function readDraftBook({ store }: Pick<App, 'store'>): DraftBook {
  const everything = { kind: 'policy', actor: null, object: null, from: null, until: null, text: null };
  const { events } = store.log.search(everything, { limit: MOST, offset: 0 });
  return events.reverse().reduce(noteEvent, emptyBook);
}

/** SHA-256 of what a draft says and which version it changes: what is signed is this. */
export function contentHash(base: number, content: DraftContent): string {
  return createHash('sha256').update(canonicalJson({ base, content })).digest('hex');
}

/**
 * Check a step against the drafts as they are and append it; the caller holds the transaction.
 * @throws AppError NOT_FOUND, FOUR_EYES (403), STALE_VERSION, ALREADY_SIGNED, BASE_REPLACED, DRAFT_… (409)
 */
export function appendDraftEvent(app: App, viewer: Viewer, event: DraftEvent): DraftState {
  const book = readDraftBook(app);
  const refusal = refuseDraftEvent(book, event);
  if (refusal !== null) throw refused(refusal);
  const { kind, at: _at, person: _person, ...body } = event;
  app.store.log.append({
    kind: `${PREFIX}${kind}`,
    object: `policy-draft/${event.draftId}`,
    body,
    actor: viewer.personId,
    via: viewer.via,
  });
  const after = applyDraftEvent(book, event).drafts.get(event.draftId);
  if (!after) throw refused('DRAFT_UNKNOWN');
  return after;
}

function noteEvent(book: DraftBook, { kind, object, body, actor, recordedAt }: LogEvent): DraftBook {
  if (kind === 'policy.published') return notePublished(book, body as PolicyVersion);
  if (!object.startsWith('policy-draft/')) return book;
  // Written by `appendDraftEvent` alone, from events of this very type.
  const said = { ...(body as object), kind: kind.slice(PREFIX.length), at: Date.parse(recordedAt) };
  return applyDraftEvent(book, { ...said, person: actor ?? '' } as DraftEvent);
}

/** What the log says was published is so, whoever had to sign at that time. */
function notePublished(book: DraftBook, policy: PolicyVersion): DraftBook {
  const { version, record } = policy;
  const draft = record && book.drafts.get(record.draftId);
  return {
    newest: Math.max(book.newest, version),
    bases: new Map(book.bases).set(version, { text: record?.text ?? '', terms: termsOf(policy) }),
    drafts: draft
      ? new Map(book.drafts).set(draft.draftId, { ...draft, status: 'published', version })
      : book.drafts,
  };
}

/** The rules of a version, without its number, its first instant and how it came about. */
export function termsOf({
  version: _version,
  effectiveFromAt: _from,
  record: _record,
  ...terms
}: PolicyVersion): PolicyTerms {
  return terms;
}

const words: Readonly<Record<DraftRefusal, readonly [number, string, string]>> = {
  DRAFT_UNKNOWN: [404, 'There is no such draft.', 'Choose one from the policy page.'],
  DRAFT_CLOSED: [409, 'This draft is not open for that any more.', 'Look at it again, or begin a new one.'],
  DRAFT_NOT_IN_REVIEW: [409, 'This draft is not in review.', 'Its author has to send it to review first.'],
  STALE_VERSION: [409, 'The draft was changed since you read it.', 'Read it again, then decide.'],
  FOUR_EYES: [
    403,
    'You wrote a part of this draft, or signed it for another function.',
    'Another person has to decide.',
  ],
  ALREADY_SIGNED: [409, 'This function has signed already.', 'Nothing is left to do for it.'],
  SIGNATURE_NOT_NEEDED: [
    409,
    'Only service levels change: this draft waits for no executive.',
    'Nothing is left to do for it.',
  ],
  BASE_REPLACED: [
    409,
    'Another version was published since this draft was begun.',
    'Begin a new draft on the version in force.',
  ],
};

function refused(refusal: DraftRefusal): AppError {
  const [status, message, remedy] = words[refusal];
  return new AppError({ code: refusal === 'DRAFT_UNKNOWN' ? 'NOT_FOUND' : refusal, message, remedy, status });
}
