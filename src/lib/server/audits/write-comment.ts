import { refuseTakingBack } from '#core/audit/audit-comment.ts';
import type { CommentEvent } from '#core/audit/audit-comment.ts';
import { isRecordText } from '#core/audit/refuse-request.ts';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { withinEngagement } from './ask-for-evidence.ts';
import { appendSaid, nextName } from './audit-events.ts';
import { auditReach, reaches } from './audit-reach.ts';
import { COMMENTS, readComments } from './comment-book.ts';
import { ownEngagement, refuseOver } from './engagement-book.ts';
import { openSubject } from './open-subject.ts';

export interface CommentInput {
  readonly engagement: string;
  /** Address of what it is about. */
  readonly about: string;
  readonly text: string;
}

/**
 * Say something about what the auditor sees, within an own engagement that is under way.
 * @throws AppError AUDIT_TEXT, SUBJECT_INVALID, ENGAGEMENT_UNKNOWN (404), NO_ENGAGEMENT (403)
 */
export async function makeComment(app: App, viewer: Viewer, input: CommentInput) {
  const asking = authorised(viewer, 'audit.write');
  const engagement = ownEngagement(app, viewer, input.engagement);
  const text = input.text.trim();
  if (!isRecordText(text)) throw textInvalid();
  const found = await openSubject(app, withinEngagement(asking, engagement), input.about);
  const { unit, ...about } = found;
  const content = { engagement: engagement.id, unit, about, text };
  const event: CommentEvent = { kind: 'made', at: app.clock(), person: viewer.personId ?? '', content };
  const id = app.store.transaction(() => {
    refuseOver(app, engagement.id);
    const object = nextName(app, 'AC');
    appendSaid(app, viewer, { prefix: COMMENTS, object, event });
    return object;
  });
  await app.warehouse.catchUp();
  return { id, path: about.path };
}

/** Take an own comment back; both stay in the record. @throws AppError NOT_FOUND, NOT_AUTHOR (403), AUDIT_… */
export async function takeBackComment(
  app: App,
  viewer: Viewer,
  { id, reason }: { readonly id: string; readonly reason: string },
) {
  authorised(viewer, 'audit.write');
  const said = { at: app.clock(), person: viewer.personId ?? '', reason: reason.trim() };
  const event: CommentEvent & { kind: 'taken-back' } = { kind: 'taken-back', ...said };
  app.store.transaction(() => {
    const known = readComments(app).get(id);
    if (!known || !reaches(auditReach(app, viewer), known.state.content)) throw commentNotFound();
    const refusal = refuseTakingBack(known.state, event);
    if (refusal !== null) throw new AppError(refusal);
    refuseOver(app, known.state.content.engagement);
    appendSaid(app, viewer, { prefix: COMMENTS, object: id, event });
  });
  await app.warehouse.catchUp();
  return { id };
}

function textInvalid(): AppError {
  return new AppError({
    code: 'AUDIT_TEXT',
    message: 'The comment has fewer than 10 or more than 2000 characters.',
    remedy: 'Say it in a sentence or some.',
    where: { field: 'text' },
  });
}

function commentNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such comment.',
    remedy: 'Look it up in the list of comments.',
    status: 404,
  });
}
