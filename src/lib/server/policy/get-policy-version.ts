import { AppError } from '#core/errors.ts';
import type { DraftState } from '#core/policy/policy-draft.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { acknowledgementsOf } from './acknowledge-policy.ts';
import { comparePolicies } from './compare-policies.ts';
import { readDraftBook, termsOf } from './draft-book.ts';
import { draftRow, listPolicies } from './list-policies.ts';
import { reviewsOf, reviewState } from './policy-review.ts';

/** One version with its text, and who acknowledged it. @throws AppError NOT_FOUND */
export function getPolicyVersion(app: App, viewer: Viewer, { version }: { readonly version: number }) {
  authorise(viewer, 'policy.read');
  const policy = versionOf(app, version);
  const row = listPolicies(app, viewer).versions.find((one) => one.version === version);
  const acknowledgements = acknowledgementsOf(app, version);
  const acknowledged = acknowledgements.some(({ person }) => person === viewer.personId);
  const review = { ...reviewState(app, policy), ...reviewsOf(app, version) };
  return { policy, row, text: policy.record?.text ?? '', acknowledgements, acknowledged, review };
}

/** Two versions side by side. @throws AppError NOT_FOUND */
export function getPolicyDiff(
  app: App,
  viewer: Viewer,
  { from, to }: { readonly from: number; readonly to: number },
) {
  authorise(viewer, 'policy.read');
  const [before, after] = [versionOf(app, from), versionOf(app, to)];
  return { from, to, ...comparePolicies(sideOf(before), sideOf(after)) };
}

/** A draft with what it changes. @throws AppError NOT_FOUND */
export function getDraft(app: App, viewer: Viewer, { draftId }: { readonly draftId: string }) {
  authorise(viewer, 'policy.read');
  const book = readDraftBook(app);
  const draft = book.drafts.get(draftId);
  if (!draft) throw notFound('draft');
  const base = versionOf(app, draft.base);
  const diff = comparePolicies(sideOf(base), { terms: draft.content.terms, text: draft.content.text });
  return { draft: draftRow(app, viewer, { book, draft }), content: draft.content, diff };
}

/** What a new draft starts from: the newest version. */
export function startOfDraft(app: App, viewer: Viewer): Pick<DraftState['content'], 'terms' | 'text'> {
  authorise(viewer, 'policy.draft');
  return sideOf(versionOf(app, readDraftBook(app).newest));
}

const sideOf = (policy: PolicyVersion) => ({ terms: termsOf(policy), text: policy.record?.text ?? '' });

function versionOf(app: App, version: number): PolicyVersion {
  const policy = app.warehouse.policies().find((one) => one.version === version);
  if (policy) return policy;
  throw notFound('version of the policy');
}

function notFound(what: string): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: `There is no such ${what}.`,
    remedy: 'Choose one from the policy page.',
    status: 404,
  });
}
