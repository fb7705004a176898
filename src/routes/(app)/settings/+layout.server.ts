import { may } from '#lib/server/auth/authorise.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
  mayManagePeople: may(locals.viewer, 'account.list'),
  mayEngage: may(locals.viewer, 'engagement.read'),
  mayDelegate: may(locals.viewer, 'delegation.manage-own'),
});
