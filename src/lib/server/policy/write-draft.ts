import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { DraftContent, DraftState } from '#core/policy/policy-draft.ts';
import { validatePolicy } from '#core/policy/validate-policy.ts';
import { isLocalDate } from '#core/time.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { newOrderedId } from '../store/random-id.ts';
import { appendDraftEvent, contentHash, readDraftBook } from './draft-book.ts';

const said = z.object({
  changeSummary: z.string().trim().min(10).max(2000),
  text: z.string().max(100_000),
  effectiveDay: z.string().refine(isLocalDate),
});

/** What comes from a form, a file or a program. */
export interface DraftInput {
  readonly changeSummary: unknown;
  readonly text: unknown;
  readonly effectiveDay: unknown;
  /** Rules and limits, as `PolicyTerms`. */
  readonly terms: unknown;
}

/** Begin a draft of the next version. @throws AppError DRAFT_INVALID, POLICY_INVALID, SLA_RANGE, … */
export function beginDraft(app: App, viewer: Viewer, input: DraftInput): DraftState {
  authorise(viewer, 'policy.draft');
  const content = readContent(input);
  return app.store.transaction(() => {
    const { newest: base } = readDraftBook(app);
    const at = app.clock();
    const draftId = newOrderedId(at);
    const hash = contentHash(base, content);
    const person = personOf(viewer);
    return appendDraftEvent(app, viewer, { kind: 'drafted', at, person, draftId, base, content, hash });
  });
}

/** Change what a draft says; what was signed of it is void. @throws AppError as `beginDraft`, and DRAFT_CLOSED */
export function editDraft(
  app: App,
  viewer: Viewer,
  { draftId, ...input }: DraftInput & { readonly draftId: string },
): DraftState {
  authorise(viewer, 'policy.draft');
  const content = readContent(input);
  return app.store.transaction(() => {
    const base = readDraftBook(app).drafts.get(draftId)?.base ?? 0;
    const hash = contentHash(base, content);
    const [at, person] = [app.clock(), personOf(viewer)];
    return appendDraftEvent(app, viewer, { kind: 'edited', at, person, draftId, content, hash });
  });
}

function readContent({ changeSummary, text, effectiveDay, terms }: DraftInput): DraftContent {
  const parsed = said.safeParse({ changeSummary, text, effectiveDay });
  if (!parsed.success) throw invalid(String(parsed.error.issues[0]?.path[0] ?? 'changeSummary'));
  const given = typeof terms === 'object' && terms !== null ? terms : {};
  const checked = validatePolicy({ ...given, version: 1, effectiveFromAt: 0 });
  const { version: _version, effectiveFromAt: _from, record: _record, ...kept } = checked;
  return { ...parsed.data, terms: kept };
}

const remedies: Readonly<Record<string, string>> = {
  changeSummary: 'Say what changes and why, in 10 to 2,000 characters.',
  text: 'Give the text as Markdown of at most 100,000 characters.',
  effectiveDay: 'Give a day such as 2027-01-01.',
};

function invalid(field: string): AppError {
  return new AppError({
    code: 'DRAFT_INVALID',
    message: 'This cannot be kept as a draft.',
    remedy: remedies[field] ?? 'Correct it.',
    where: { field },
  });
}

/** @throws AppError DECISION_PERSON */
export function personOf({ personId }: Viewer): string {
  if (personId !== null) return personId;
  throw new AppError({
    code: 'DECISION_PERSON',
    message: 'This decision names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
  });
}
