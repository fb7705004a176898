import { memberOf } from '#core/ranking/decision-text.ts';
import { reviewResults } from '#core/register/register-event.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { keepEvidence } from '../exceptions/evidence-file.ts';
import type { UploadedFile } from '../exceptions/evidence-file.ts';
import { appendToEntry } from './append-event.ts';

export interface AnswerInput {
  readonly id: string;
  readonly reason: string;
}

export interface DecideInput extends AnswerInput {
  /** Of what was shown: an approval is of that content and no other. */
  readonly hash: string;
}

export interface ReviewInput {
  readonly id: string;
  readonly result: string;
  readonly note: string;
  readonly files: readonly UploadedFile[];
}

/** Approve what was shown; with it the clock of its reviews starts. @throws AppError as `appendToEntry`, FORBIDDEN */
export async function approveEntry(app: App, viewer: Viewer, { id, hash, reason }: DecideInput) {
  authorise(viewer, 'register.approve');
  return appendToEntry(app, viewer, { id, part: 'approve' }, ({ at, person }) => {
    return { kind: 'approved', at, person, hash, reason: reason.trim() };
  });
}

/** Give it back to its authors with what is to be changed. @throws AppError as `approveEntry` */
export async function returnEntry(app: App, viewer: Viewer, { id, hash, reason }: DecideInput) {
  authorise(viewer, 'register.approve');
  return appendToEntry(app, viewer, { id, part: 'approve' }, ({ at, person }) => {
    return { kind: 'returned', at, person, hash, reason: reason.trim() };
  });
}

/**
 * Say that one looked at it again. If it is still right, the next review is counted from now.
 * @throws AppError as `appendToEntry`, EVIDENCE_INVALID, DECISION_INVALID, FORBIDDEN
 */
export async function reviewEntry(app: App, viewer: Viewer, { id, note, files, ...given }: ReviewInput) {
  authorise(viewer, 'register.write');
  const result = memberOf(reviewResults, given.result, 'result');
  const evidence = files.map((file) => keepEvidence(app, file));
  return appendToEntry(app, viewer, { id, part: 'write' }, ({ at, person }) => {
    return { kind: 'reviewed', at, person, result, note: note.trim(), evidence };
  });
}

/** Close an entry for good; it stays readable. @throws AppError as `appendToEntry`, FORBIDDEN */
export async function closeEntry(app: App, viewer: Viewer, { id, reason }: AnswerInput) {
  authorise(viewer, 'register.write');
  return appendToEntry(app, viewer, { id, part: 'write' }, ({ at, person }) => {
    return { kind: 'closed', at, person, reason: reason.trim() };
  });
}
