import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readView } from '#lib/components/list-query.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { listStakeholders } from '#lib/server/stakeholders/list-stakeholders.ts';
import { listUnits } from '#lib/server/inventory/list-units.ts';
import { formFailure } from '../../form-failure.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { unitSchema } from './schema.ts';
import type { UnitForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const view = readView(url);
  const units = await orErrorPage(() => listUnits(locals.app, viewer, view));
  const systems = await orErrorPage(() => listStakeholders(locals.app, viewer, { ...view, kind: 'unit' }));
  const renamed = units.rows.find(({ unit }) => unit === url.searchParams.get('rename'));
  const given = renamed && { unit: renamed.unit, name: renamed.name };
  const form: UnitForm = await superValidate(given, zod4(unitSchema), { errors: false });
  return { units, systems, form, renaming: renamed?.unit ?? null, mayManage: may(viewer, 'unit.manage') };
};

export const actions: Actions = {
  define: async ({ locals, request }) => {
    const form: UnitForm = await superValidate(request, zod4(unitSchema));
    if (!form.valid) return fail(400, { form });
    try {
      await defineUnit(locals.app, viewerOf(locals), form.data);
    } catch (error) {
      return formFailure(form, error, ['unit', 'name']);
    }
    redirect(303, '/units');
  },
};
