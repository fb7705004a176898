import { AppError } from '#core/errors.ts';
import { validateRating, validateResearch } from '#core/ranking/desirability.ts';
import type { Viewer } from '../auth/viewer.ts';
import { authorised } from '../auth/authorise.ts';
import type { App } from '../app.ts';
import { queryPatches } from '../findings/list-patches.ts';
import { resolveView } from '../read-view.ts';
import { decideOnHead } from './decide-on-head.ts';
import { desirabilityOf } from './desirability-of.ts';

export interface PatchName {
  readonly fix: string;
  readonly product: string;
}

export interface ResearchInput extends PatchName {
  readonly issue: string;
  readonly effects: readonly string[];
  readonly sources: readonly string[];
}

export interface RatingInput extends PatchName {
  readonly rating: string;
  readonly basis: string;
  readonly reason: string;
  /** The test run or rollout that it rests on. */
  readonly reference?: string | null;
}

/**
 * Record what was found out about a patch; an earlier record stays listed.
 * @throws AppError DECISION_INVALID with the field, NOT_FOUND for a patch that nothing in the viewer's units needs
 */
export async function researchPatch(app: App, asking: Viewer, { fix, product, ...said }: ResearchInput) {
  const viewer = authorised(asking, 'patch.research');
  const research = validateResearch(said);
  return record(app, viewer, { patch: { fix, product }, kind: 'patch.researched', content: { ...research } });
}

/**
 * Rate a patch that has been researched. It may rise or fall, after a test too; earlier ratings stay listed.
 * @throws AppError DECISION_INVALID with the field, NOT_FOUND, PATCH_NOT_RESEARCHED (409)
 */
export async function ratePatch(app: App, asking: Viewer, { fix, product, ...said }: RatingInput) {
  const viewer = authorised(asking, 'patch.research');
  const rating = validateRating(said);
  return record(app, viewer, { patch: { fix, product }, kind: 'patch.rated', content: { ...rating } });
}

interface PatchRecord {
  readonly patch: PatchName;
  readonly kind: 'patch.researched' | 'patch.rated';
  readonly content: Readonly<Record<string, unknown>>;
}

async function record(app: App, viewer: Viewer, { patch, kind, content }: PatchRecord) {
  if (viewer.personId === null) throw noPerson();
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const [row] = await queryPatches(app, view, { ...patch, everything: true });
      if (!row) throw patchNotFound();
      return { seq: view.knownAt, state: await desirabilityOf(app, view, patch) };
    },
    decide: ({ state }) => {
      if (kind === 'patch.rated' && state.research === null) throw notResearched();
      app.store.log.append({
        kind,
        object: `patch/${patch.fix}`,
        body: { ...patch, ...content },
        actor: viewer.personId,
        via: viewer.via,
      });
      return {};
    },
  });
}

function noPerson(): AppError {
  return new AppError({
    code: 'DECISION_PERSON',
    message: 'This decision names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
  });
}

function patchNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such fix.',
    remedy: 'Look it up in the list of patches.',
    status: 404,
  });
}

function notResearched(): AppError {
  return new AppError({
    code: 'PATCH_NOT_RESEARCHED',
    message: 'Nobody has recorded yet what this patch does.',
    remedy: 'Record the issue it addresses, its effects and the sources first.',
    status: 409,
  });
}
