import { AppError } from '#core/errors.ts';
import type { ControlEvent } from '#core/control/control-event.ts';
import type { App } from '../app.ts';
import { authorise, may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { exceptionRow, personName } from '../exceptions/exception-row.ts';
import { queryExceptions } from '../exceptions/query-exceptions.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { controlRow } from './control-row.ts';
import { queryControls } from './query-controls.ts';

const SHOWN = 100;

/** One control with its validations and the exceptions that rest on it. @throws AppError NOT_FOUND */
export async function getControl(app: App, viewer: Viewer, input: ViewInput & { readonly id: string }) {
  authorise(viewer, 'control.read');
  const view = await resolveView(app, viewer, input);
  const [row] = await queryControls(app, view, { ids: [input.id], limit: 1 });
  if (!row) throw controlNotFound();
  const [told, resting] = await Promise.all([
    app.warehouse.query('control-events', { ...view.params, id: input.id }),
    queryExceptions(app, view, { control: input.id, viewer: viewer.personId ?? '', limit: SHOWN }),
  ]);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    control: controlRow(app, row),
    history: told.map(({ seq, at, event }) => ({ seq, at, ...historyOf(app, event) })),
    exceptions: resting.map((one) => exceptionRow(app, view, one)),
    mayManage: may(viewer, 'control.manage', [row.unit]) && row.status !== 'retired',
  };
}

/** A control of another unit answers like an absent one. */
export function controlNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such control.',
    remedy: 'Look it up in the list of controls.',
    status: 404,
  });
}

function historyOf(app: App, event: ControlEvent) {
  const validation = event.kind === 'validated' ? event : null;
  return {
    kind: event.kind,
    person: personName(app, event.person),
    result: validation?.result ?? null,
    note: validation?.note ?? ('reason' in event ? event.reason : null),
    evidence: validation?.evidence ?? [],
    interval: event.kind === 'defined' ? event.content.interval : null,
  };
}
