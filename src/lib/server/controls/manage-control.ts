import { AppError } from '#core/errors.ts';
import { decisionInvalid, memberOf, minReason, textOf, textsOf } from '#core/ranking/decision-text.ts';
import { parseDuration } from '#core/sla/duration.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { resolveView } from '../read-view.ts';
import { controlNotFound } from './get-control.ts';
import { queryControls } from './query-controls.ts';

export interface DefineInput {
  /** null = a new one. */
  readonly id: string | null;
  readonly name: string;
  /** Person id. */
  readonly owner: string;
  readonly effect: string;
  readonly interval: string;
  /** Business unit, or `*` for all. */
  readonly unit: string;
}

export interface ValidateInput {
  readonly id: string;
  readonly result: string;
  readonly note: string;
  readonly evidence: readonly string[];
}

/**
 * Describe a control, new or known.
 * @throws AppError DECISION_INVALID with the field, SLA_RANGE for the interval, NOT_FOUND, UNIT_FORBIDDEN (403)
 */
export async function defineControl(app: App, asking: Viewer, { id, ...given }: DefineInput) {
  const viewer = authorised(asking, 'control.manage');
  parseDuration(given.interval);
  const content = {
    name: textOf(given.name, 'name', 3),
    owner: ownerOf(app, given.owner),
    effect: textOf(given.effect, 'effect', minReason),
    interval: given.interval,
    unit: unitOf(viewer, given.unit),
  };
  return decideOnHead(app, {
    look: () => look(app, viewer, id),
    decide: ({ seq }) => {
      const controlId = id ?? `CC-${String(seq + 1).padStart(4, '0')}`;
      append(app, viewer, { kind: 'control.defined', controlId, said: { content } });
      return { id: controlId };
    },
  });
}

/**
 * Record a validation. A failed one suspends the exceptions that rest on the control from now on.
 * @throws AppError DECISION_INVALID with the field, NOT_FOUND
 */
export async function validateControl(app: App, asking: Viewer, { id, ...given }: ValidateInput) {
  const viewer = authorised(asking, 'control.manage');
  const said = {
    result: memberOf(['passed', 'failed'] as const, given.result, 'result'),
    note: textOf(given.note, 'note', minReason),
    evidence: textsOf(given.evidence, 'evidence', 1),
  };
  return decideOnHead(app, {
    look: () => look(app, viewer, id),
    decide: () => {
      append(app, viewer, { kind: 'control.validated', controlId: id, said });
      return { id };
    },
  });
}

/** End a control: the exceptions that rest on it are suspended. @throws AppError DECISION_INVALID, NOT_FOUND */
export async function retireControl(
  app: App,
  asking: Viewer,
  given: { readonly id: string; readonly reason: string },
) {
  const viewer = authorised(asking, 'control.manage');
  const reason = textOf(given.reason, 'reason', minReason);
  return decideOnHead(app, {
    look: () => look(app, viewer, given.id),
    decide: () => {
      append(app, viewer, { kind: 'control.retired', controlId: given.id, said: { reason } });
      return { id: given.id };
    },
  });
}

async function look(app: App, viewer: Viewer, id: string | null) {
  const view = await resolveView(app, viewer, {});
  if (id === null) return { seq: view.knownAt };
  const [row] = await queryControls(app, view, { ids: [id], limit: 1 });
  if (!row) throw controlNotFound();
  const sees = view.params.viewer_units.includes('*') || view.params.viewer_units.includes(row.unit);
  if (!sees) throw outside();
  if (row.status === 'retired') throw retired();
  return { seq: view.knownAt };
}

interface Change {
  readonly kind: 'control.defined' | 'control.validated' | 'control.retired';
  readonly controlId: string;
  readonly said: Readonly<Record<string, unknown>>;
}

function append(app: App, viewer: Viewer, { kind, controlId, said }: Change): void {
  if (viewer.personId === null) throw decisionInvalid('person', 'names no person.');
  app.store.log.append({
    kind,
    object: controlId,
    body: { controlId, ...said },
    actor: viewer.personId,
    via: viewer.via,
  });
}

function ownerOf(app: App, owner: string): string {
  if (app.store.people.name(owner) === null) throw decisionInvalid('owner', 'is no person here.');
  return owner;
}

function unitOf({ units }: Viewer, unit: string): string {
  if (units.includes('*') || units.includes(unit)) return textOf(unit, 'unit', 1);
  throw outside();
}

function outside(): AppError {
  return new AppError({
    code: 'UNIT_FORBIDDEN',
    message: 'This control belongs to a business unit that is not yours.',
    remedy: 'Ask somebody of that unit, or an administrator.',
    status: 403,
    where: { field: 'unit' },
  });
}

function retired(): AppError {
  return new AppError({
    code: 'CONTROL_RETIRED',
    message: 'This control is retired.',
    remedy: 'Define a new one.',
    status: 409,
  });
}
