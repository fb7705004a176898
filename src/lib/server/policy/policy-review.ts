import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import { isReviewOverdue, nextReviewDay, reviewOutcomes } from '#core/policy/policy-review.ts';
import type { ReviewOutcome } from '#core/policy/policy-review.ts';
import { defaultReview } from '#core/policy/operating-rules.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { peopleWhoSign } from './executives.ts';
import { personOf } from './write-draft.ts';

interface Held {
  readonly outcome: ReviewOutcome;
  readonly lessons: string;
  /** Person ids. */
  readonly participants: readonly string[];
}

/** Events of one version that are read; there are few of them. */
const MOST = 10_000;
const LONGEST = 10_000;

const heldInput = z.object({
  outcome: z.enum(reviewOutcomes),
  lessons: z.string().trim().min(10).max(LONGEST),
  participants: z.array(z.string()).min(1).max(100),
});

/** What was said about a version for its next review, and the reviews that were held, newest first. */
export function reviewsOf(app: Pick<App, 'store'>, version: number) {
  const nameOf = (id: string | null) => (id === null ? '' : (app.store.people.name(id) ?? 'erased person'));
  const feedback = eventsOf(app, 'policy.feedback-given', version).map(
    ({ seq, actor, recordedAt, body }) => ({
      seq,
      by: nameOf(actor),
      at: recordedAt,
      text: (body as { readonly text: string }).text,
    }),
  );
  const held = eventsOf(app, 'policy.review-held', version).map(({ seq, actor, recordedAt, body }) => {
    const { outcome, lessons, participants } = body as Held;
    return {
      seq,
      by: nameOf(actor),
      at: recordedAt,
      outcome,
      lessons,
      participants: participants.map(nameOf),
    };
  });
  return { feedback, held };
}

/** When a version is to be reviewed next, and what was collected since the last review. */
export function reviewState(app: Pick<App, 'store' | 'clock'>, policy: PolicyVersion) {
  const { feedback, held } = reviewsOf(app, policy.version);
  const last = held[0]?.at ?? null;
  const lastAt = last === null ? null : Date.parse(last);
  return {
    version: policy.version,
    every: policy.reviewEvery ?? defaultReview,
    nextDay: nextReviewDay(policy, lastAt),
    overdue: isReviewOverdue(policy, lastAt, app.clock()),
    lastHeld: last,
    toConsider: feedback.filter(({ at }) => last === null || at > last).length,
  };
}

/** The review of the version in force. */
export function getPolicyReview(app: App, viewer: Viewer) {
  authorise(viewer, 'policy.read');
  return reviewState(app, requirePolicy(app.warehouse.policies(), app.clock()));
}

/** Say what the next review of a version should look at. @throws AppError NOT_FOUND, FEEDBACK_INVALID */
export function giveFeedback(
  app: App,
  viewer: Viewer,
  { version, text }: { readonly version: number; readonly text: string },
): void {
  authorise(viewer, 'policy.give-feedback');
  requireVersion(app, version);
  const said = text.trim();
  if (said.length < 10 || said.length > LONGEST) throw invalid('FEEDBACK_INVALID', 'text');
  append(app, viewer, { kind: 'policy.feedback-given', version, body: { version, text: said } });
}

/** Whom a review can name as there. */
export function listReviewers(app: App, viewer: Viewer) {
  authorise(viewer, 'policy.read');
  return peopleWhoSign(app);
}

/**
 * Record that the version in force was reviewed: who was there, what was learned, and whether it stays.
 * @throws AppError NOT_FOUND, REVIEW_INVALID, REVIEW_NOT_IN_FORCE
 */
export function holdReview(
  app: App,
  viewer: Viewer,
  { version, ...input }: { readonly version: number; readonly [field: string]: unknown },
): void {
  authorise(viewer, 'policy.hold-review');
  requireVersion(app, version);
  const parsed = heldInput.safeParse(input);
  if (!parsed.success) throw invalid('REVIEW_INVALID', String(parsed.error.issues[0]?.path[0] ?? 'lessons'));
  if (requirePolicy(app.warehouse.policies(), app.clock()).version !== version) throw notInForce();
  const known = new Set(peopleWhoSign(app).map(({ person }) => person));
  const participants = [...new Set(parsed.data.participants)];
  if (participants.some((person) => !known.has(person))) throw invalid('REVIEW_INVALID', 'participants');
  const { outcome, lessons } = parsed.data;
  append(app, viewer, {
    kind: 'policy.review-held',
    version,
    body: { version, outcome, lessons, participants },
  });
}

function append(
  app: App,
  viewer: Viewer,
  { kind, version, body }: { readonly kind: string; readonly version: number; readonly body: object },
): void {
  const by = { actor: personOf(viewer), via: viewer.via };
  app.store.transaction(() => app.store.log.append({ kind, object: `policy/${version}`, body, ...by }));
}

function eventsOf({ store }: Pick<App, 'store'>, kind: string, version: number) {
  const of = { actor: null, from: null, until: null, text: null };
  return store.log.search({ ...of, kind, object: `policy/${version}` }, { limit: MOST, offset: 0 }).events;
}

function requireVersion(app: App, version: number): void {
  if (app.warehouse.policies().some((one) => one.version === version)) return;
  throw new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such version of the policy.',
    remedy: 'Choose one from the policy page.',
    status: 404,
  });
}

function notInForce(): AppError {
  return new AppError({
    code: 'REVIEW_NOT_IN_FORCE',
    message: 'Only the version in force is reviewed.',
    remedy: 'Review the one that is in force now.',
    status: 409,
  });
}

const remedies: Readonly<Record<string, string>> = {
  outcome: 'Say whether the version stays or is to be changed.',
  lessons: 'Say what was learned, in 10 to 10,000 characters.',
  participants: 'Choose who was there.',
  text: 'Say what could be better, in 10 to 10,000 characters.',
};

function invalid(code: 'FEEDBACK_INVALID' | 'REVIEW_INVALID', field: string): AppError {
  const remedy = remedies[field] ?? 'Correct it.';
  return new AppError({ code, message: 'This cannot be recorded as it is.', remedy, where: { field } });
}
