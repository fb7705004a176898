import { z } from 'zod';
import { isAppError } from '#core/errors.ts';
import { toIso } from '#core/time.ts';
import { compareSign } from '#core/version/compare.ts';
import { instantText, shortText } from '../json-document.ts';
import { readChangelog } from './changelog-cves.ts';

/** The words that tell the format of a file. */
export const CHANGELOGS_SCHEMA = 'patchproof.changelogs';

const MAX_CVES = 5_000;

/** Entries of package changelogs that name CVE ids. */
export const changelogEntrySchema = z.strictObject({
  ecosystem: z.enum(['debian', 'ubuntu']),
  /** As the distribution names it: `bookworm`, `24.04`. */
  release: shortText(60),
  source: shortText(200),
  /** First version of the source package that holds the entry. */
  version: shortText(200),
  /** When the entry was signed off; null where that cannot be read. */
  released: instantText.nullable(),
  cves: z
    .array(z.string().regex(/^CVE-\d{4}-\d{4,7}$/, 'a CVE id such as CVE-2026-1234'))
    .min(1)
    .max(MAX_CVES),
});

export type ChangelogsEntry = z.infer<typeof changelogEntrySchema>;

export interface ChangelogsDocument {
  readonly schema: typeof CHANGELOGS_SCHEMA;
  readonly version: 1;
  /** Who made it, such as a host's name. */
  readonly source: string;
  readonly publishedAt: string;
  readonly entries: readonly ChangelogsEntry[];
}

/** A package's changelog, and the release it was taken from. */
export interface PackageChangelog {
  /** For the list of what could not be read. */
  readonly name: string;
  readonly ecosystem: ChangelogsEntry['ecosystem'];
  readonly release: string;
  readonly text: string;
}

/**
 * Makes the document that the feed `changelogs` reads. Packages built from one source share its entries. An entry
 * counts for the source of the newest one: renamed packages go on in their versions. A backport stands above what it
 * was made from and has a lower version: whoever has it has all below, so an entry counts from the lowest version above.
 * @returns `unread`: names of changelogs without a single entry
 */
export function changelogDocument(
  changelogs: readonly PackageChangelog[],
  { source, publishedAt }: { readonly source: string; readonly publishedAt: number },
): { readonly document: ChangelogsDocument; readonly unread: readonly string[] } {
  const entries = new Map<string, ChangelogsEntry>();
  const unread: string[] = [];
  for (const { name, ecosystem, release, text } of changelogs) {
    const read = readChangelog(text);
    const [newest] = read;
    if (!newest) unread.push(name);
    let lowest: string | null = null;
    for (const { version, cves, at } of read) {
      if (lowest === null || compareSign('deb', version, lowest) === -1) lowest = version;
      const key: string = [ecosystem, release, newest?.source, version].join(' ');
      if (cves.length === 0 || !newest || entries.has(key)) continue;
      entries.set(key, {
        ecosystem,
        release,
        source: newest.source,
        version: lowest,
        released: isoOf(at),
        cves: cves.slice(0, MAX_CVES),
      });
    }
  }
  const document = {
    schema: CHANGELOGS_SCHEMA,
    version: 1,
    source,
    publishedAt: toIso(publishedAt),
  } as const;
  return { document: { ...document, entries: [...entries.values()] }, unread };
}

function isoOf(at: number | null): string | null {
  if (at === null) return null;
  try {
    return toIso(at);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
