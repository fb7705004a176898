import { fail, redirect } from '@sveltejs/kit';
import { isAppError, publicFailure } from '#core/errors.ts';
import { importFilters } from '#lib/components/imports/import-filters.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { authorise, may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listImports } from '#lib/server/imports/list-imports.ts';
import { stageFile } from '#lib/server/imports/staged-files.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE_SIZE = 50;
const names = importFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, unit: _unit, ...rest } = readListQuery(url, names);
  const viewer = viewerOf(locals);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const imports = await orErrorPage(() => listImports(locals.app, viewer, query));
  const mayImport = may(viewer, 'import.run');
  return {
    imports,
    filters,
    mayImport,
    page: rest.page,
    pageSize: PAGE_SIZE,
    sort: rest.sort ?? '-recordedAt',
  };
};

export const actions: Actions = {
  /** Without a script the files come in one form. */
  stage: async ({ locals, request }) => {
    const viewer = viewerOf(locals);
    // Before a byte of it is read.
    await orErrorPage(async () => authorise(viewer, 'import.run'));
    const files = (await request.formData()).getAll('file').filter((file) => file instanceof File);
    const query = new URLSearchParams();
    try {
      for (const file of files) {
        const { id } = await stageFile(locals.app, viewer, {
          name: file.name,
          body: { body: file.stream() },
        });
        query.append('file', id);
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      return fail(error.status, { failure: publicFailure(error) });
    }
    redirect(303, `/imports/check?${query.toString()}`);
  },
};
