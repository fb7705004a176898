import { AppError } from '#core/errors.ts';
import { isSigned } from '#core/policy/policy-draft.ts';
import type { DraftEvent, DraftState } from '#core/policy/policy-draft.ts';
import type { SigningSide } from '#core/policy/policy-record.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { startOfLocalDay } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Permission } from '../auth/permissions.ts';
import type { Viewer } from '../auth/viewer.ts';
import { appendDraftEvent, readDraftBook } from './draft-book.ts';
import { readExecutives } from './executives.ts';
import { personOf } from './write-draft.ts';

interface About {
  readonly draftId: string;
  /** Of the content that was read: another one is not decided on. */
  readonly hash: string;
}

/** Send a draft to those who review and sign it. @throws AppError as `appendDraftEvent` */
export function requestReview(app: App, viewer: Viewer, about: About): DraftState {
  authorise(viewer, 'policy.draft');
  return append(app, viewer, { kind: 'review-requested', ...about });
}

/** Say what one thinks of a draft; that is no signature. @throws AppError as `appendDraftEvent`, DECISION_INVALID */
export function reviewDraft(
  app: App,
  viewer: Viewer,
  { agrees, comment, ...about }: About & { readonly agrees: boolean; readonly comment: string },
): DraftState {
  authorise(viewer, 'policy.acknowledge');
  if (!agrees && comment.trim().length < 10) throw sayWhy('comment');
  return append(app, viewer, { kind: 'reviewed', ...about, agrees, comment: comment.trim().slice(0, 2000) });
}

const signing: Readonly<Record<SigningSide, Permission>> = {
  security: 'policy.sign-security',
  operations: 'policy.sign-operations',
  executive: 'policy.sign-executive',
};

/**
 * Sign a draft for one function. With the last signature that it needs it is published in the same transaction: it
 * governs clocks from the later of its day and now.
 * @throws AppError as `appendDraftEvent`, FORBIDDEN for a role of some units only, NOT_EXECUTIVE
 */
export async function signDraft(
  app: App,
  viewer: Viewer,
  { side, ...about }: About & { readonly side: SigningSide },
): Promise<{ readonly draft: DraftState; readonly published: number | null }> {
  authorise(viewer, signing[side]);
  if (side !== 'executive' && !viewer.units.includes('*')) throw notForAll();
  const done = app.store.transaction(() => {
    const of = side === 'executive' ? { function: functionOf(app, viewer) } : {};
    const draft = append(app, viewer, { kind: 'signed', ...about, side, ...of });
    const book = readDraftBook(app);
    if (!isSigned(book, draft)) return { draft, published: null };
    const policy = versionOf(draft, { now: app.clock(), newest: book.newest });
    app.store.log.append({
      kind: 'policy.published',
      object: `policy/${policy.version}`,
      body: policy,
      actor: viewer.personId,
      via: viewer.via,
    });
    return { draft, published: policy.version };
  });
  await app.warehouse.catchUp();
  return done;
}

/** Give a draft back to its authors. @throws AppError as `appendDraftEvent`, DECISION_INVALID */
export function returnDraft(
  app: App,
  viewer: Viewer,
  { reason, ...about }: About & { readonly reason: string },
): DraftState {
  authorise(viewer, 'policy.acknowledge');
  if (reason.trim().length < 10) throw sayWhy('reason');
  return append(app, viewer, { kind: 'returned', ...about, reason: reason.trim().slice(0, 2000) });
}

/** Give a draft up. @throws AppError as `appendDraftEvent`, DECISION_INVALID */
export function withdrawDraft(
  app: App,
  viewer: Viewer,
  { draftId, reason }: Pick<About, 'draftId'> & { readonly reason: string },
): DraftState {
  authorise(viewer, 'policy.draft');
  if (reason.trim().length < 10) throw sayWhy('reason');
  return append(app, viewer, { kind: 'withdrawn', draftId, reason: reason.trim().slice(0, 2000) });
}

type Saying = DraftEvent extends infer E ? (E extends DraftEvent ? Omit<E, 'at' | 'person'> : never) : never;

function append(app: App, viewer: Viewer, said: Saying): DraftState {
  const event: DraftEvent = { ...said, at: app.clock(), person: personOf(viewer) };
  return app.store.transaction(() => appendDraftEvent(app, viewer, event));
}

function versionOf(
  { draftId, content, hash, authors, reviews, signatures, modifiedAt }: DraftState,
  { now, newest }: { readonly now: number; readonly newest: number },
): PolicyVersion {
  const { changeSummary, text, effectiveDay, terms } = content;
  const reviewers = [...new Set(reviews.filter((one) => one.hash === hash).map(({ person }) => person))];
  return {
    ...terms,
    version: newest + 1,
    effectiveFromAt: Math.max(now, startOfLocalDay(effectiveDay, terms.zone)),
    record: {
      draftId,
      changeSummary,
      text,
      authors,
      reviewers,
      signatures,
      modifiedAt,
      contentHash: hash,
    },
  };
}

/** The policy binds every unit; whoever answers for some of them signs it for none. */
function notForAll(): AppError {
  return new AppError({
    code: 'FORBIDDEN',
    message: 'The policy is signed by people whose role holds for all business units.',
    remedy: 'Ask one of those whom the draft waits for.',
    status: 403,
  });
}

function functionOf(app: App, viewer: Viewer): string {
  const found = readExecutives(app).find(({ person }) => person === personOf(viewer));
  if (found) return found.function;
  throw new AppError({
    code: 'NOT_EXECUTIVE',
    message: 'You are not named as an executive who signs the policy.',
    remedy: 'Ask an administrator to name one, on the page Policy, Executives.',
    status: 403,
  });
}

function sayWhy(field: string): AppError {
  return new AppError({
    code: 'DECISION_INVALID',
    message: 'A reason is missing.',
    remedy: 'Say why, in ten characters or more.',
    where: { field },
  });
}
