import { exceptionLimitsOf } from '#core/policy/policy.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { View } from '../read-view.ts';
import { findTargetsOf, levelOf } from './find-covered.ts';
import { exceptionNotFound, openException } from './open-exception.ts';
import { whoMayDecide } from './who-may-decide.ts';

/** Everything that a decision on an exception rests on, with the last event it knows. */
export async function lookAtException(app: App, viewer: Viewer, id: string) {
  return lookInView(app, viewer, { view: await resolveView(app, viewer, {}), id });
}

export async function lookInView(app: App, viewer: Viewer, { view, id }: { view: View; id: string }) {
  const opened = await openException(app, viewer, { view, id });
  const { content } = opened.state;
  if (content === null) throw exceptionNotFound();
  const findings = await findTargetsOf(app, view, id);
  const controls = await Promise.all(
    content.controls.map(async (control) => {
      const told = await app.warehouse.query('control-events', { ...view.params, id: control });
      return { id: control, events: told.map(({ event }) => event) };
    }),
  );
  const level = levelOf(content.scope, findings);
  const limits = exceptionLimitsOf(view.policy);
  const units = [...new Set(findings.map(({ unit }) => unit))];
  const { assessorMayApprove } = limits;
  const seats = limits.approvers[level];
  const missing = whoMayDecide(app, { state: opened.state, seats, units, assessorMayApprove });
  return { ...opened, seq: view.knownAt, view, content, findings, controls, level, limits, missing, units };
}

export type SeenException = Awaited<ReturnType<typeof lookInView>>;
