import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listCredentials } from '#lib/server/scans/list-credentials.ts';
import { listScans } from '#lib/server/scans/list-scans.ts';
import { startScan } from '#lib/server/scans/start-scan.ts';
import type { Actions, PageServerLoad } from './$types';
import { networkSchema, sshSchema } from './schemas.ts';

const PAGE_SIZE = 25;

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const { filters, page, asOf, knownAt } = readListQuery(url, ['outcome', 'asset']);
  const scans = await listScans(locals.app, viewer, { ...filters, page, pageSize: PAGE_SIZE, asOf, knownAt });
  const host = url.searchParams.get('host') ?? '';
  return {
    scans,
    filters,
    page,
    pageSize: PAGE_SIZE,
    credentials: listCredentials(locals.app, viewer),
    network: await superValidate(zod4(networkSchema), { id: 'network' }),
    ssh: await superValidate({ targets: host }, zod4(sshSchema), { id: 'ssh', errors: false }),
  };
};

export const actions: Actions = {
  local: async ({ locals }) => {
    const job = await startScan(locals.app, viewerOf(locals), { kind: 'local' });
    redirect(303, `/scans/${job.id}`);
  },
  network: async ({ locals, request }) => {
    const network = await superValidate(request, zod4(networkSchema), { id: 'network' });
    if (!network.valid) return fail(400, { network });
    const job = await startScan(locals.app, viewerOf(locals), { kind: 'network', ...network.data });
    redirect(303, `/scans/${job.id}`);
  },
  ssh: async ({ locals, request }) => {
    const ssh = await superValidate(request, zod4(sshSchema), { id: 'ssh' });
    if (!ssh.valid) return fail(400, { ssh });
    const { key, ...data } = ssh.data;
    const privateKey = key && key.size > 0 ? await key.text() : null;
    const job = await startScan(locals.app, viewerOf(locals), { kind: 'ssh', ...data, privateKey });
    redirect(303, `/scans/${job.id}`);
  },
};
