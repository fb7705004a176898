import { peekChunks } from './chunk-stream.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed, FeedDocument } from './feed.ts';
import { msrcItems, type MsrcItems } from './msrc-items.ts';
import { readMsrcJson } from './msrc-json.ts';
import { msrcXmlReader } from './msrc-xml.ts';
import { laterInstant } from './published-time.ts';
import { readJsonWhole } from './read-json.ts';
import { walkFeedXml } from './read-xml.ts';

const NAME = 'msrc';
const MAX_DOCUMENT = 256 * 1024 * 1024;

/** Microsoft's monthly security updates (CVRF, API v3.0), as XML or JSON; one document a month. */
export const msrc: Feed = {
  title: 'Microsoft security updates',
  publisher: 'Microsoft Security Response Center',
  licence: 'Microsoft API terms of use',
  addresses: ['https://api.msrc.microsoft.com/cvrf/v3.0/updates'],
  checksums: null,
  restates: 'vulnerability',
  recognises: (head) =>
    /<(?:\w+:)?cvrfdoc[\s>]/.test(head) ||
    (/"DocumentTracking"\s*:/.test(head) && /"DocumentTitle"\s*:/.test(head)),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let newest: string | null = null;
    let version: string | null = null;
    for await (const document of input.documents()) {
      const { head, all } = await peekChunks(document.bytes(), 256);
      const opened = { name: document.name, bytes: () => all };
      const isJson = /^[^<]*\{/.test(Buffer.from(head).toString('latin1'));
      const items = msrcItems(tally);
      const about = isJson ? await readJson(opened, items) : await readXml(opened, items);
      items.finish(about.released);
      newest = laterInstant(newest, about.changed);
      version = about.id;
    }
    return tally.summary(newest, version);
  },
};

interface About {
  readonly id: string;
  readonly released: string | null;
  readonly changed: string | null;
}

async function readJson(document: FeedDocument, items: MsrcItems): Promise<About> {
  const month = readMsrcJson(
    await readJsonWhole(document, { feed: NAME, maxBytes: MAX_DOCUMENT }),
    document.name,
  );
  if (month === null) throw feedInvalid(NAME, document.name, 'it is no CVRF document of Microsoft’s');
  for (const vulnerability of month.vulnerabilities) items.take(vulnerability, month);
  return month;
}

async function readXml(document: FeedDocument, items: MsrcItems): Promise<About> {
  const reader = msrcXmlReader(document.name, items.take);
  await walkFeedXml(document, reader.events, { feed: NAME, localNames: true });
  const { id, released, changed } = reader.header();
  if (id === null) throw feedInvalid(NAME, document.name, 'it is no CVRF document: it has no id');
  return { id, released, changed };
}
