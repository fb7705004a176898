import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { checkStaged, importStaged } from '#lib/server/imports/check-staged.ts';
import { listFormats } from '#lib/server/imports/import-formats.ts';
import { readHolds } from '#lib/server/imports/import-query.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

function inputOf({ searchParams }: URL) {
  const given = (name: string) => searchParams.get(name)?.trim() || null;
  const [format, zone, holds] = [given('format'), given('zone'), readHolds(given('holds'))];
  return { ids: searchParams.getAll('file'), format, zone, holds };
}

export const load: PageServerLoad = ({ locals, url }) =>
  orErrorPage(async () => {
    const viewer = viewerOf(locals);
    authorise(viewer, 'import.run');
    const input = inputOf(url);
    const files = await checkStaged(locals.app, viewer, input);
    return { ...input, files, formats: listFormats(locals.app, viewer) };
  });

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const ids = (await request.formData()).getAll('import').map(String);
    const viewer = viewerOf(locals);
    const work = async () => {
      authorise(viewer, 'import.run');
      return importStaged(locals.app, viewer, { ...inputOf(url), ids });
    };
    return { imported: await orErrorPage(work) };
  },
};
