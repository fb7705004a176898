import { error } from '@sveltejs/kit';
import { isRegisterName, kindOf } from '#core/register/register-kinds.ts';
import { readListQuery, readView } from '#lib/components/list-query.ts';
import { entryFilters } from '#lib/components/registers/register-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listEntries } from '#lib/server/registers/list-entries.ts';
import { takesPart } from '#lib/server/registers/standing-of.ts';
import { suggestSupportEnds } from '#lib/server/registers/suggest-support-ends.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;
const names = entryFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { filters, ...rest } = readListQuery(url, names);
  const viewer = viewerOf(locals);
  const { register } = params;
  const all = register === 'all';
  if (!all && !isRegisterName(register)) error(404, 'There is no such register.');
  const of = all ? {} : { register };
  const query = { ...rest, ...filters, ...of, pageSize: PAGE_SIZE };
  const entries = await orErrorPage(() => listEntries(locals.app, viewer, query));
  const known = isRegisterName(register) ? kindOf(register) : null;
  const kind = known && { title: known.title, noun: known.noun, about: known.about, source: known.source };
  const writes = isRegisterName(register) && takesPart(viewer, register, 'write');
  const suggested =
    register === 'end-of-support'
      ? await orErrorPage(() => suggestSupportEnds(locals.app, viewer, readView(url)))
      : null;
  return { entries, filters, suggested, register, kind, writes, page: rest.page, pageSize: PAGE_SIZE };
};
