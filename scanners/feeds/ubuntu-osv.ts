import type { Feed } from './feed.ts';
import { isOsvRecord, isUbuntuRecord, readOsvRecords } from './osv.ts';

const NAME = 'ubuntu-osv';

/**
 * Ubuntu's own OSV records: each CVE, and each notice with what it fixes, by source package. The binaries that a record
 * lists are built from that source and are not said again. Notices of live patches (LSN) name kernels that can be
 * patched in memory, not ones that hold the fix.
 */
export const ubuntuOsv: Feed = {
  title: 'Ubuntu OSV records',
  publisher: 'Canonical',
  licence: 'CC BY-SA 4.0',
  addresses: ['https://security-metadata.canonical.com/osv/osv-all.tar.xz'],
  isArchive: true,
  checksums: null,
  // A notice and the flaws that it names have records of their own: one says nothing of what the others said.
  restates: 'advisory',
  recognises: (head) => isOsvRecord(head) && isUbuntuRecord(head),
  read: (input, emit) =>
    readOsvRecords(input, emit, { feed: NAME, accepts: ({ id }) => /^(?:UBUNTU-CVE|USN)-/.test(id) }),
};
