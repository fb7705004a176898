import { applyCommentEvent } from '#core/audit/audit-comment.ts';
import type { CommentEvent, CommentState } from '#core/audit/audit-comment.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { View } from '../read-view.ts';
import { readEvents, saidIn } from './audit-events.ts';
import type { Until } from './audit-events.ts';
import { auditReach, reaches } from './audit-reach.ts';

export const COMMENTS = 'audit-comment';

export interface KnownComment {
  readonly id: string;
  readonly seq: number;
  readonly state: CommentState;
}

/** Every comment of every engagement as the log has it, in the order they were made. */
export function readComments(app: Pick<App, 'store'>, until?: Until): ReadonlyMap<string, KnownComment> {
  const book = new Map<string, KnownComment>();
  for (const logged of readEvents(app, COMMENTS, until)) {
    const { seq, object: id } = logged;
    const known = book.get(id);
    const state = applyCommentEvent(known?.state ?? null, saidIn<CommentEvent>(logged));
    if (state !== null) book.set(id, { id, seq: known?.seq ?? seq, state });
  }
  return book;
}

/** Those that a viewer sees, as a view has them. */
export function commentsInView(app: App, viewer: Viewer, view: View): readonly KnownComment[] {
  const reach = auditReach(app, viewer);
  const book = readComments(app, { knownAt: view.knownAt, asOf: Date.parse(view.asOf) });
  return [...book.values()].filter(({ state }) => reaches(reach, state.content));
}
