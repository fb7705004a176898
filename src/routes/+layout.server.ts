import type { LayoutServerLoad } from './$types';
import { readTheme } from '#lib/components/shell.ts';

export const load: LayoutServerLoad = ({ cookies, locals }) => ({
  theme: readTheme(cookies.get('pp_theme')),
  demo: locals.app.store.settings.get('demo') !== null,
});
