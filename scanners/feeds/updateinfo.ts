import { feedInvalid } from './feed-error.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { walkFeedXml } from './read-xml.ts';
import { updateInfoReader } from './updateinfo-reader.ts';

const NAME = 'updateinfo';
const AMAZON = ['al2023/core/mirrors/latest', '2/core/latest'].map(
  (repository) => `https://cdn.amazonlinux.com/${repository}/x86_64/mirror.list`,
);
const FEDORA = [44, 43].map(
  (release) =>
    `https://dl.fedoraproject.org/pub/fedora/linux/updates/${release}/Everything/x86_64/repodata/repomd.xml`,
);

/** updateinfo.xml of a package repository: Amazon Linux, Fedora, EPEL, AlmaLinux, Rocky Linux, SUSE, Red Hat. */
export const updateinfo: Feed = {
  title: 'updateinfo.xml of RPM repositories',
  publisher: 'the repository’s own',
  licence: 'as its publisher says',
  // The file's name holds its digest: repomd.xml of the repository names it, and mirror.list of Amazon the repository.
  // Other repositories and architectures by `--address …/repodata/repomd.xml`.
  addresses: [...AMAZON, ...FEDORA],
  isInParts: true,
  checksums: null,
  restates: 'advisory',
  recognises: (head) => /<updates[\s>]/.test(head) && /<update\s/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let newest: string | null = null;
    for await (const document of input.documents()) {
      const reader = updateInfoReader(tally, document.name);
      let isRoot = true;
      const onOpen: typeof reader.events.onOpen = (element) => {
        if (isRoot && element.name !== 'updates')
          throw feedInvalid(NAME, document.name, 'its first element is not <updates>');
        isRoot = false;
        reader.events.onOpen?.(element);
      };
      await walkFeedXml(document, { ...reader.events, onOpen }, { feed: NAME });
      newest = laterInstant(newest, publishedInstant(reader.newest()));
    }
    return tally.summary(newest, null);
  },
};
