import type { RequestEvent } from '#core/audit/audit-request.ts';
import { refuseRequestEvent } from '#core/audit/refuse-request.ts';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { keepEvidence } from '../exceptions/evidence-file.ts';
import type { UploadedFile } from '../exceptions/evidence-file.ts';
import { appendSaid } from './audit-events.ts';
import { auditReach, holdsFor, reaches } from './audit-reach.ts';
import { refuseOver } from './engagement-book.ts';
import { readRequests, requestNotFound, REQUESTS } from './request-book.ts';

interface Doing {
  readonly id: string;
  /** Records it had when it was read. */
  readonly version: number;
  readonly text: string;
}

export interface AnswerInput extends Doing {
  readonly files: readonly UploadedFile[];
}

export interface DecisionInput extends Doing {
  readonly decision: 'accepted' | 'returned' | 'withdrawn';
}

/**
 * Answer what an auditor asks for, with files where there are any.
 * @throws AppError NOT_FOUND, UNIT_FORBIDDEN (403), EVIDENCE_INVALID, AUDIT_TEXT, AUDIT_…, STALE_VERSION,
 *   ENGAGEMENT_OVER (409)
 */
export async function answerRequest(app: App, viewer: Viewer, { id, version, text, files }: AnswerInput) {
  const { units } = authorised(viewer, 'audit.answer');
  // One that is out of reach is absent: its faults and its files tell nothing.
  const { unit } = seenRequest(app, viewer, id).content;
  if (!holdsFor(units, unit)) throw outside();
  const evidence = files.map((file) => keepEvidence(app, file));
  const said = { at: app.clock(), person: viewer.personId ?? '', text: text.trim(), evidence };
  return append(app, viewer, { id, version, event: { kind: 'answered', ...said } });
}

/**
 * Accept an answer, or return it with a reason, or withdraw the request: only who asked does.
 * @throws AppError NOT_FOUND, NOT_AUTHOR (403), AUDIT_TEXT, AUDIT_…, STALE_VERSION, ENGAGEMENT_OVER (409)
 */
export async function decideRequest(app: App, viewer: Viewer, input: DecisionInput) {
  authorised(viewer, 'audit.write');
  const { id, version, decision, text } = input;
  const said = { at: app.clock(), person: viewer.personId ?? '', text: text.trim() };
  return append(app, viewer, { id, version, event: { kind: decision, ...said } });
}

function seenRequest(app: App, viewer: Viewer, id: string) {
  const known = readRequests(app).get(id);
  if (!known || !reaches(auditReach(app, viewer), known.state.content)) throw requestNotFound();
  return known.state;
}

async function append(
  app: App,
  viewer: Viewer,
  { id, version, event }: { id: string; version: number; event: Exclude<RequestEvent, { kind: 'asked' }> },
) {
  app.store.transaction(() => {
    const state = seenRequest(app, viewer, id);
    const refusal = refuseRequestEvent(state, event, version);
    if (refusal !== null) throw new AppError(refusal);
    refuseOver(app, state.content.engagement);
    appendSaid(app, viewer, { prefix: REQUESTS, object: id, event });
  });
  await app.warehouse.catchUp();
  return { id };
}

function outside(): AppError {
  return new AppError({
    code: 'UNIT_FORBIDDEN',
    message: 'This request is about business units that are not yours.',
    remedy: 'Ask somebody whose role holds for them.',
    status: 403,
  });
}
