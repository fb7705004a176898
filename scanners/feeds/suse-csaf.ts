import type { Feed } from './feed.ts';
import { isSuseDocument, readSuse, SUSE_FOLDER } from './suse-documents.ts';

/** SUSE's advisories in CSAF: what each brought to which product, and when. They say nothing of flaws without a fix. */
export const suseCsaf: Feed = {
  title: 'SUSE CSAF advisories',
  publisher: 'SUSE',
  licence: 'CC-BY-4.0',
  addresses: [`${SUSE_FOLDER}/csaf.tar.bz2`],
  isSigned: true,
  isArchive: true,
  checksums: null,
  restates: 'advisory',
  recognises: (head) => isSuseDocument(head, 'advisory'),
  read: readSuse('suse-csaf'),
};
