import { emptyWorksheet } from '#core/exception/exception-content.ts';
import type { ExceptionContent } from '#core/exception/exception-content.ts';
import type { ExceptionEvent } from '#core/exception/exception-event.ts';
import { noException } from '#core/exception/exception-state.ts';
import { checkException } from '#core/exception/exception.ts';
import { exceptionLimitsOf } from '#core/policy/policy.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { queryAssets } from '../inventory/list-assets.ts';
import { resolveView } from '../read-view.ts';
import type { View } from '../read-view.ts';
import { keepEvidence } from './evidence-file.ts';
import type { UploadedFile } from './evidence-file.ts';
import { invalidFields, readDraft } from './exception-input.ts';
import type { DraftInput } from './exception-input.ts';
import { openException } from './open-exception.ts';
import { refuseForeignControls } from './refuse-foreign-controls.ts';

export interface SaveInput {
  /** null = a new one. */
  readonly id: string | null;
  readonly draft: DraftInput;
  /** Hashes of attached files that stay. */
  readonly keep: readonly string[];
  readonly files: readonly UploadedFile[];
}

/**
 * Save a draft, new or known. After it was requested a change voids the approvals: it must be asked for again.
 * @throws AppError EXCEPTION_INVALID, EVIDENCE_INVALID, NOT_FOUND, EXCEPTION_NOT_YOURS (403), ALREADY_DECIDED (409)
 */
export async function saveException(app: App, asking: Viewer, { id, draft, keep, files }: SaveInput) {
  const viewer = authorised(asking, 'exception.request');
  readDraft(draft, []);
  const added = files.map((file) => keepEvidence(app, file));
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const state = id === null ? noException : (await openException(app, viewer, { view, id })).state;
      await refuseForeignControls(app, view, draft.controls);
      if (draft.renews !== null) await openException(app, viewer, { view, id: draft.renews });
      const scope = { ...draft.scope, asset: await assetIdOf(app, view, draft.scope.asset) };
      return { seq: view.knownAt, state, scope, policy: exceptionLimitsOf(view.policy) };
    },
    decide: ({ state, policy, seq, scope }) => {
      const kept = (state.content?.evidence ?? []).filter(({ sha256 }) => keep.includes(sha256));
      const evidence = [...new Map([...kept, ...added].map((file) => [file.sha256, file])).values()];
      const content = readDraft({ ...draft, scope }, evidence);
      const exceptionId = id ?? exceptionName(seq + 1);
      const kind = id === null ? 'drafted' : 'edited';
      const event: ExceptionEvent = { kind, at: app.clock(), person: viewer.personId ?? '', content };
      checkException(state, event, policy);
      app.store.log.append({
        kind: `exception.${kind}`,
        object: exceptionId,
        body: { exceptionId, content },
        actor: viewer.personId,
        via: viewer.via,
      });
      return { id: exceptionId };
    },
  });
}

/** An asset is named by its id from now on, whatever it is called later. */
async function assetIdOf(app: App, view: View, name: string | null): Promise<string | null> {
  if (name === null) return null;
  const [asset] = await queryAssets(app, view, { id: name });
  if (!asset) throw invalidFields([{ field: 'scope', message: 'There is no such asset.' }]);
  return asset.id;
}

/** Named after the event that drafted it: unique, and short enough to say. */
function exceptionName(seq: number): string {
  return `EX-${String(seq).padStart(4, '0')}`;
}

/** Nothing said yet. */
export function emptyDraft(): Omit<ExceptionContent, 'evidence'> {
  const scope = {
    findings: [],
    unit: null,
    asset: null,
    fix: null,
    product: null,
    rank: null,
    catchesFuture: false,
  };
  const texts = { title: '', reason: '', risk: '', rationale: '', workaround: '' };
  return {
    ...texts,
    aim: 'later',
    scope,
    worksheet: emptyWorksheet,
    until: null,
    controls: [],
    renews: null,
  };
}
