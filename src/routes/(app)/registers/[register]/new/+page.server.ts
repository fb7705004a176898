import { error } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { isRegisterName, kindOf } from '#core/register/register-kinds.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getEntry } from '#lib/server/registers/get-entry.ts';
import { listEntryOwners } from '#lib/server/registers/list-entry-owners.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { startOf } from '../../start-of.server.ts';
import { saveEntry } from '../../save-entry.server.ts';
import { entrySchema } from '../../schema.ts';
import type { EntryForm } from '../../schema.ts';
import type { Actions, PageServerLoad } from './$types';

const knownId = (url: URL): string | null => url.searchParams.get('id');

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const viewer = viewerOf(locals);
  const { register } = params;
  if (!isRegisterName(register)) error(404, 'There is no such register.');
  return orErrorPage(async () => {
    const owners = listEntryOwners(locals.app, viewer);
    const id = knownId(url);
    const known = id === null ? null : await getEntry(locals.app, viewer, { id });
    const { title, owner, unit, evidence = [] } = known?.content ?? {};
    const suggested = known ? null : await startOf(locals.app, viewer, { register, url });
    const start = known
      ? { title, owner, unit, basedOn: known.hash, keep: evidence.map(({ sha256 }) => sha256) }
      : {
          title: suggested?.title ?? '',
          owner: viewer.personId ?? '',
          unit: viewer.units.includes('*') ? '*' : viewer.units[0],
        };
    const form: EntryForm = await superValidate(start, zod4(entrySchema), { errors: false });
    const fields = { ...suggested?.fields, ...known?.content.fields };
    const seesAll = viewer.units.includes('*');
    const { title: registerTitle, noun, about, source, approvers, evidence: files } = kindOf(register);
    const kind = { title: registerTitle, noun, about, source, approved: approvers !== null, files };
    return { form, fields, owners, id, register, kind, spec: kindOf(register).fields, evidence, seesAll };
  });
};

export const actions: Actions = {
  default: ({ locals, params, request, url }) =>
    saveEntry({ locals, request, register: params.register, id: knownId(url) }),
};
