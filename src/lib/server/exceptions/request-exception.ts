import { contentProblems } from '#core/exception/check-content.ts';
import type { ExceptionEvent } from '#core/exception/exception-event.ts';
import { checkException, contentHash } from '#core/exception/exception.ts';
import { exceptionLimitsOf } from '#core/policy/policy.ts';
import { localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { resolveView } from '../read-view.ts';
import { invalidFields } from './exception-input.ts';
import { findCovered, levelOf } from './find-covered.ts';
import { exceptionNotFound, openException } from './open-exception.ts';

/**
 * Ask for what a draft says: from now on another person decides. What it covers is named finding by finding.
 * @throws AppError EXCEPTION_INVALID with every field, NOT_FOUND, EXCEPTION_NOT_YOURS (403), EXCEPTION_STEP (409)
 */
export async function requestException(app: App, asking: Viewer, { id }: { readonly id: string }) {
  const viewer = authorised(asking, 'exception.request');
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const { state, row } = await openException(app, viewer, { view, id });
      if (state.content === null) throw exceptionNotFound();
      const covered = await findCovered(app, view, state.content.scope);
      return { seq: view.knownAt, view, state, content: state.content, covered, renewal: row.renewal };
    },
    decide: ({ view, state, content, covered, renewal }) => {
      const at = app.clock();
      const targets = covered.map(({ id: findingId, assetId }) => ({ findingId, assetId }));
      const hash = contentHash(content, targets);
      const event: ExceptionEvent = { kind: 'requested', at, person: viewer.personId ?? '', hash, targets };
      const limits = exceptionLimitsOf(view.policy);
      checkException(state, event, limits);
      const problems = contentProblems(content, {
        today: localDate(at, view.zone),
        limits,
        rank: levelOf(content.scope, covered),
        covered: covered.length,
        renewal,
      });
      if (problems.length > 0) throw invalidFields(problems);
      app.store.log.append({
        kind: 'exception.requested',
        object: id,
        body: { exceptionId: id, hash, targets },
        actor: viewer.personId,
        via: viewer.via,
      });
      return { id, hash, findings: targets.length };
    },
  });
}
