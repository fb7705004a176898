import type { Feed } from './feed.ts';
import { isSuseDocument, readSuse, SUSE_FOLDER } from './suse-documents.ts';

/** SUSE's VEX documents, one per flaw: which versions end it, what has it without a fix, and what does not have it. */
export const suseVex: Feed = {
  title: 'SUSE CSAF VEX',
  publisher: 'SUSE',
  licence: 'CC-BY-4.0',
  addresses: [`${SUSE_FOLDER}/csaf-vex.tar.bz2`],
  isSigned: true,
  isArchive: true,
  checksums: null,
  restates: 'vulnerability',
  recognises: (head) => isSuseDocument(head, 'vex'),
  read: readSuse('suse-vex'),
};
