import type { Statement } from '#core/advisory/feed-item.ts';
import { compareSign } from '#core/version/compare.ts';
import { CHANGELOGS_SCHEMA, changelogEntrySchema, type ChangelogsEntry } from './changelog-document.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed, FeedDocument } from './feed.ts';
import { textOf } from './json-value.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { eachJsonMember } from './read-json.ts';

const NAME = 'changelogs';

/**
 * CVE ids that Debian's and Ubuntu's own changelogs name, from the packages of the organisation's mirror: a source
 * for networks without the internet. A changelog says when an entry was written, not when the archive released it:
 * there is no advisory, and no clock starts from it.
 */
export const changelogs: Feed = {
  title: 'Package changelogs',
  publisher: 'Debian and Ubuntu, by the packages themselves',
  licence: 'that of the packages',
  addresses: [],
  checksums: null,
  restates: 'record',
  recognises: (head) => new RegExp(`"schema"\\s*:\\s*"${CHANGELOGS_SCHEMA.replace('.', '\\.')}"`).test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    const last = new Map<string, Statement>();
    let published: string | null = null;
    for await (const document of input.documents())
      published = laterInstant(
        published,
        await readEntries(document, (entry, at) => keepLast(last, entry, at)),
      );
    for (const statement of last.values()) tally.emit(statement);
    return tally.summary(published, null);
  },
};

/** Returns when the document was made. */
async function readEntries(
  document: FeedDocument,
  onEntry: (entry: ChangelogsEntry, at: string) => void,
): Promise<string | null> {
  const header: Record<string, unknown> = {};
  const paths = ['$.schema', '$.version', '$.publishedAt', '$.entries.*'];
  await eachJsonMember(document, { feed: NAME, paths }, ({ value, key, at }) => {
    if (typeof key === 'string') return void (header[key] = value);
    const parsed = changelogEntrySchema.safeParse(value);
    if (parsed.success) return onEntry(parsed.data, at());
    const [issue] = parsed.error.issues;
    const place = [at(), ...(issue?.path ?? [])].join('.');
    throw feedInvalid(NAME, place, issue?.message ?? 'it is not as described');
  });
  if (header['schema'] !== CHANGELOGS_SCHEMA || header['version'] !== 1)
    throw feedInvalid(NAME, document.name, `it is not a document ${CHANGELOGS_SCHEMA} of version 1`);
  const published = publishedInstant(textOf(header, 'publishedAt'));
  if (published === null) throw feedInvalid(NAME, '$.publishedAt', 'there is no time with its zone');
  return published;
}

/**
 * A CVE that several versions name counts as fixed by the last of them: a first fix that had to be mended was none.
 * An installed version is then below `fixed` exactly where a newer entry names the CVE.
 */
function keepLast(last: Map<string, Statement>, entry: ChangelogsEntry, at: string): void {
  const { ecosystem, release, source, version, released, cves } = entry;
  for (const cve of cves) {
    const key = [ecosystem, release, source, cve].join(' ');
    const before = last.get(key)?.fixed ?? null;
    const sign = before === null ? 1 : compareSign('deb', version, before);
    if (sign === null) throw feedInvalid(NAME, at, 'the version cannot be ordered');
    if (sign !== 1) continue;
    last.set(key, {
      kind: 'statement',
      ecosystem,
      release,
      product: source,
      keyedBy: 'source',
      arch: null,
      module: null,
      repository: null,
      vulnerability: cve,
      advisory: null,
      status: 'fixed',
      fixed: version,
      introduced: null,
      scheme: 'deb',
      note: released === null ? 'changelog' : `changelog of ${released.slice(0, 10)}`,
      at,
    });
  }
}
