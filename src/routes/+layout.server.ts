import type { LayoutServerLoad } from './$types';
import { readTheme } from '#lib/components/shell.ts';

export const load: LayoutServerLoad = ({ cookies }) => ({ theme: readTheme(cookies.get('pp_theme')) });
