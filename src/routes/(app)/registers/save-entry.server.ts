import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { isAppError } from '#core/errors.ts';
import { isRegisterName, kindOf } from '#core/register/register-kinds.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { formFailure } from '../../form-failure.ts';
import { readFiles } from '../../uploaded-files.ts';
import { entrySchema } from './schema.ts';
import type { EntryForm } from './schema.ts';

interface Saving {
  readonly locals: App.Locals;
  readonly request: Request;
  readonly register: string;
  /** null = a new one. */
  readonly id: string | null;
}

/** Records what a form says. What is wrong stands beside its field. */
export async function saveEntry({ locals, request, register, id }: Saving) {
  const data = await request.formData();
  const form: EntryForm = await superValidate(data, zod4(entrySchema));
  const fields = fieldsOf(register, data);
  if (!form.valid) return fail(400, { form, fields, problems: {} });
  const { basedOn, ...said } = form.data;
  let saved: string;
  try {
    const files = await readFiles(data);
    const input = { id, basedOn: basedOn || null, register, ...said, fields, files };
    ({ id: saved } = await writeEntry(locals.app, viewerOf(locals), input));
  } catch (error) {
    const problems = isAppError(error) ? problemsOf(error.where ?? {}) : {};
    formFailure(form, error, []);
    return fail(isAppError(error) ? error.status : 500, { form, fields, problems });
  }
  redirect(303, `/registers/${register}/${saved}?done=${id === null ? 'recorded' : 'changed'}`);
}

/** The register's own fields, by name. */
function fieldsOf(register: string, data: FormData): Record<string, string> {
  if (!isRegisterName(register)) return {};
  const values = kindOf(register).fields.map(({ name }) => {
    const value = data.get(`field.${name}`);
    return [name, typeof value === 'string' ? value.replaceAll('\r\n', '\n').slice(0, 10_000) : ''] as const;
  });
  return Object.fromEntries(values);
}

function problemsOf(where: Readonly<Record<string, string | number>>): Record<string, string[]> {
  const problems = Object.entries(where).filter(([name]) => name.startsWith('problem.'));
  return Object.fromEntries(problems.map(([name, text]) => [name.slice('problem.'.length), [String(text)]]));
}
