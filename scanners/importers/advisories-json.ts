import { ADVISORIES_SCHEMA, readAdvisories } from '../feeds/advisories-document.ts';
import type { Importer } from './importer.ts';

/** What a vendor published, as a file. */
export const advisoriesJson: Importer = {
  title: 'advisories of a vendor (JSON)',
  recognises: (text) => text.startsWith('{') && text.includes(`"${ADVISORIES_SCHEMA}"`),
  read: ({ bytes }) => ({ kind: 'advisories', document: readAdvisories(bytes) }),
};
