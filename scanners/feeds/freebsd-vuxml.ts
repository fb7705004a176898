import { feedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { walkFeedXml } from './read-xml.ts';
import { vuxmlReader } from './vuxml-reader.ts';

const NAME = 'freebsd-vuxml';

/** FreeBSD's VuXML: ports, and the base system as the packages FreeBSD and FreeBSD-kernel. */
export const freebsdVuxml: Feed = {
  title: 'FreeBSD VuXML',
  publisher: 'FreeBSD Security Team',
  licence: 'BSD-2-Clause',
  addresses: [
    'https://vuxml.freebsd.org/freebsd/vuln.xml.xz',
    'https://vuxml.freebsd.org/freebsd/vuln.xml.bz2',
    'https://vuxml.freebsd.org/freebsd/vuln.xml',
  ],
  checksums: null,
  restates: 'everything',
  recognises: (head) => /<vuxml[\s>]/.test(head) || /<!DOCTYPE vuxml[\s>]/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    const reader = vuxmlReader(tally, input.receivedAt);
    for await (const document of input.documents())
      await walkFeedXml(document, reader.events, { feed: NAME, localNames: true, doctypes: ['vuxml'] });
    return tally.summary(reader.finish(), null);
  },
};
