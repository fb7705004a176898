import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { assetFilterNames } from '#lib/components/asset-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import type { App } from '#lib/server/app.ts';
import { authorise } from '#lib/server/auth/authorise.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { MAX_DECIDED_ASSETS } from '#lib/server/inventory/decide-assets.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { decideSchema } from './schema.ts';
import type { DecideForm } from './schema.ts';

/** The events `first-last` of a decision, as the address names them; 0 for anything else. */
export function decidedRange(text: unknown): { firstSeq: number; seq: number } {
  const [, first, last] = /^(\d{1,12})-(\d{1,12})$/.exec(typeof text === 'string' ? text : '') ?? [];
  return { firstSeq: Number(first ?? 0), seq: Number(last ?? 0) };
}

/** What the page needs: the units to choose from, and the assets that the address asks for by its filters. */
export async function decideOptions(app: App, viewer: Viewer, url: URL) {
  authorise(viewer, 'asset.decide');
  const units = await listUnitNames(app, viewer, {});
  const isResult = url.searchParams.has('done') || url.searchParams.has('undone');
  const isAction = [...url.searchParams.keys()].some((name) => name.startsWith('/'));
  const assets = isResult || isAction ? '' : (await matching(app, viewer, url)).join(' ');
  const form: DecideForm = await superValidate({ assets }, zod4(decideSchema), { errors: false });
  return { units, form };
}

async function matching(app: App, viewer: Viewer, url: URL): Promise<string[]> {
  const { filters, page: _page, sort: _sort, ...view } = readListQuery(url, assetFilterNames);
  const query = { ...filters, ...view, pageSize: MAX_DECIDED_ASSETS };
  return (await listAssets(app, viewer, query)).rows.map(({ id }) => id);
}
