import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Where the policy stood before it had versions to compare. */
export const load: PageServerLoad = () => redirect(308, '/policy');
