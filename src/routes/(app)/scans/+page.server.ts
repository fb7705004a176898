import { redirect } from '@sveltejs/kit';
import { fail, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listCredentials } from '#lib/server/scans/list-credentials.ts';
import { listScanJobs, listScans } from '#lib/server/scans/list-scans.ts';
import { startScan } from '#lib/server/scans/start-scan.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { beginScan } from './begin-scan.ts';
import { networkSchema, splitTargets, sshSchema } from './schemas.ts';
import type { NetworkForm, SshForm } from './schemas.ts';

const PAGE_SIZE = 25;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const { filters, page, asOf, knownAt } = readListQuery(url, ['outcome', 'asset']);
  const query = { ...filters, page, pageSize: PAGE_SIZE, asOf, knownAt };
  const scans = await orErrorPage(() => listScans(app, viewer, query));
  const lists = { scans, ...listScanJobs(app, viewer), credentials: listCredentials(app, viewer) };
  const asked = url.searchParams.get('host') ?? '';
  // This machine needs no login: its own button scans it.
  const given = { targets: asked === app.self.hostname ? '' : asked };
  const network: NetworkForm = await superValidate(zod4(networkSchema), { id: 'network' });
  const ssh: SshForm = await superValidate(given, zod4(sshSchema), { id: 'ssh', errors: false });
  return { ...lists, filters, page, pageSize: PAGE_SIZE, network, ssh };
};

export const actions: Actions = {
  local: async ({ locals }) => {
    const job = await orErrorPage(() => startScan(locals.app, viewerOf(locals), { kind: 'local' }));
    redirect(303, `/scans/${job.id}`);
  },
  network: async ({ locals, request }) => {
    const form: NetworkForm = await superValidate(request, zod4(networkSchema), { id: 'network' });
    if (!form.valid) return fail(400, { form });
    const order = { kind: 'network', targets: splitTargets(form.data.targets) } as const;
    return beginScan(form, ['targets'], () => startScan(locals.app, viewerOf(locals), order));
  },
  ssh: async ({ locals, request }) => {
    const form: SshForm = await superValidate(request, zod4(sshSchema), { id: 'ssh' });
    if (!form.valid) return fail(400, { form });
    const { key, ...data } = form.data;
    const privateKey = key && key.size > 0 ? await key.text() : null;
    const order = { ...data, kind: 'ssh', targets: splitTargets(data.targets), privateKey } as const;
    const start = () => startScan(locals.app, viewerOf(locals), order);
    return beginScan(form, ['targets', 'user', 'hostKeys'], start);
  },
};
