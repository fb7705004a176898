import { fail, redirect } from '@sveltejs/kit';
import { setError, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { isAppError } from '#core/errors.ts';
import type { ExceptionContent } from '#core/exception/exception-content.ts';
import { worksheetFields } from '#core/exception/exception-content.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import type { DraftInput } from '#lib/server/exceptions/exception-input.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { formFailure } from '../../form-failure.ts';
import { readFiles } from '../../uploaded-files.ts';
import { exceptionFields, exceptionSchema } from './schema.ts';
import type { ExceptionData, ExceptionForm } from './schema.ts';
import { noScope, scopeOf } from './scope-of.ts';

/** Saves what a form says, and asks for it when that was pressed. What is wrong stands beside its field. */
export async function saveForm({ locals, request, url }: { locals: App.Locals; request: Request; url: URL }) {
  const data = await request.formData();
  const form: ExceptionForm = await superValidate(data, zod4(exceptionSchema));
  if (!form.valid) return fail(400, { form });
  const { app } = locals;
  const viewer = viewerOf(locals);
  try {
    const saved = await saveException(app, viewer, {
      id: form.data.id || null,
      draft: draftOf(form.data, url),
      keep: form.data.keep,
      files: await readFiles(data),
    });
    // From now on it is a known draft, whatever becomes of the request.
    form.data.id = saved.id;
    if (form.data.step === 'request') await requestException(app, viewer, { id: saved.id });
  } catch (error) {
    return failed(form, error);
  }
  redirect(303, `/exceptions/${form.data.id}?done=${form.data.step === 'request' ? 'requested' : 'saved'}`);
}

function failed(form: ExceptionForm, error: unknown) {
  if (isAppError(error)) {
    for (const field of exceptionFields) {
      // superforms names an error of a list otherwise; ours is about the whole of it.
      const problem = error.where?.[`problem.${field}`];
      if (problem !== undefined) setError(form, field as 'title', String(problem));
    }
  }
  return formFailure(form, error, []);
}

function draftOf(data: ExceptionData, url: URL): DraftInput {
  const { title, aim, reason, risk, rationale, workaround, controls } = data;
  const worksheet = Object.fromEntries(worksheetFields.map((field) => [field, data[field]]));
  return {
    ...{ title, aim, reason, risk, rationale, workaround, controls },
    scope: (scopeOf(url.searchParams) ?? noScope) as DraftInput['scope'],
    worksheet: worksheet as DraftInput['worksheet'],
    until: data.until || null,
    renews: data.renews || null,
  };
}

/** What a form starts with. */
export function formData(content: Omit<ExceptionContent, 'scope'>): Partial<ExceptionData> {
  const { title, aim, reason, risk, rationale, workaround, worksheet, controls, evidence } = content;
  return {
    ...{ title, aim, reason, risk, rationale, workaround, ...worksheet },
    controls: [...controls],
    until: content.until ?? '',
    renews: content.renews ?? '',
    keep: evidence.map(({ sha256 }) => sha256),
  };
}
