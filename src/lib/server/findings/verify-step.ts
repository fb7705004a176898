import { AppError } from '#core/errors.ts';
import { validateDoubt, validateStep } from '#core/advisory/step-record.ts';
import type { StepContent, StepVerification } from '#core/advisory/step-record.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { getFinding } from './get-finding.ts';

interface OfFinding {
  readonly findingId: string;
}

/**
 * Record that the steps which a fix asks for besides installing are verified: the finding closes.
 * @throws AppError DECISION_INVALID with the field, NOT_FOUND, STEP_NOTHING (409) when no step of it is left
 */
export async function verifyStep(
  app: App,
  asking: Viewer,
  { findingId, ...said }: OfFinding & Readonly<Record<keyof StepVerification, string>>,
) {
  const viewer = authorised(asking, 'step.record');
  const content = { ...validateStep(said, app.clock()) };
  return record(app, viewer, { findingId, kind: 'finding.step-verified', content });
}

/**
 * Take the verification of a step back: the finding opens again, and what it closed is void.
 * @throws AppError DECISION_INVALID, NOT_FOUND, STEP_NOTHING (409) when no verification stands
 */
export async function doubtStep(
  app: App,
  asking: Viewer,
  { findingId, reason }: OfFinding & { reason: string },
) {
  const viewer = authorised(asking, 'step.record');
  const content = { ...validateDoubt({ reason }) };
  return record(app, viewer, { findingId, kind: 'finding.step-doubted', content });
}

interface StepRecord extends OfFinding {
  readonly kind: 'finding.step-verified' | 'finding.step-doubted';
  readonly content: StepContent;
}

async function record(app: App, viewer: Viewer, { findingId, kind, content }: StepRecord) {
  if (viewer.personId === null) throw noPerson();
  return decideOnHead(app, {
    look: async () => {
      const { finding, steps, knownAt } = await getFinding(app, viewer, { id: findingId });
      return { seq: knownAt, finding, steps };
    },
    decide: ({ finding, steps }) => {
      const isPossible = kind === 'finding.step-verified' ? steps?.left : steps?.stands;
      if (isPossible !== true) throw nothingToRecord();
      const { id, assetId, product } = finding;
      app.store.log.append({
        kind,
        object: `finding/${id}`,
        body: { findingId: id, assetId, product, content },
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
    message: 'This record names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
  });
}

function nothingToRecord(): AppError {
  return new AppError({
    code: 'STEP_NOTHING',
    message: 'No step of this finding waits for that.',
    remedy: 'Open the finding: it says what is left to do.',
    status: 409,
  });
}
