import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPolicyDiff } from '#lib/server/policy/get-policy-version.ts';
import { listPolicies } from '#lib/server/policy/list-policies.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const { versions, inForce } = listPolicies(locals.app, viewer);
  const number = (name: string, otherwise: number): number => {
    const text = url.searchParams.get(name) ?? '';
    return /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
  };
  const to = number('to', inForce ?? 1);
  const from = number('from', Math.max(1, to - 1));
  const diff = await orErrorPage(() => getPolicyDiff(locals.app, viewer, { from, to }));
  return { diff, versions: versions.map(({ version }) => version) };
};
