import { isCveId } from './cve-fields.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { listOf, memberOf, textOf } from './json-value.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { eachJsonMember } from './read-json.ts';
import { emitErratum, type RpmFix } from './rpm-erratum.ts';
import { parseNevra } from './rpm-name.ts';
import { streamOf } from './rpm-product.ts';
import { aboutOf, vendorTime } from './vendor-words.ts';

const NAME = 'rocky';
const ID = /^R[LX][SBE]A-\d{4}:\d{1,6}$/;

/** Rocky Linux advisories as its errata service (Apollo, API v3) lists them: one page, or several in an archive. */
export const rocky: Feed = {
  title: 'Rocky Linux advisories',
  publisher: 'Rocky Enterprise Software Foundation',
  licence: 'BSD-3-Clause',
  addresses: ['https://apollo.build.resf.org/api/v3/advisories/'],
  checksums: null,
  restates: 'advisory',
  recognises: (head) =>
    /"advisories"\s*:/.test(head) &&
    /"name"\s*:\s*"R[LX][SBE]A-\d{4}:/.test(head) &&
    /"synopsis"\s*:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let newest: string | null = null;
    for await (const document of input.documents())
      await eachJsonMember(document, { feed: NAME, paths: ['$.advisories.*'] }, ({ value, at }) => {
        newest = laterInstant(newest, publishedInstant(textOf(value, 'updated_at')));
        takeAdvisory(value, `${document.name} ${at()}`, tally);
      });
    return tally.summary(newest, null);
  },
};

function takeAdvisory(value: unknown, at: string, tally: FeedTally): void {
  const id = textOf(value, 'name');
  if (id === null || !ID.test(id)) return tally.skip('an advisory without an id');
  const cves = listOf(value, 'cves').flatMap((entry) => {
    const cve = textOf(entry, 'cve');
    return isCveId(cve) ? cve : [];
  });
  emitErratum(
    {
      ecosystem: 'rocky',
      id,
      title: textOf(value, 'synopsis') ?? id,
      about: aboutOf(textOf(value, 'kind'), id),
      rating: textOf(value, 'severity'),
      // Later than the advisory of Red Hat's that it follows: this is when the fix could be had.
      released: vendorTime(textOf(value, 'published_at')),
      withdrawn: null,
      cves: [...new Set(cves)],
      url: `https://errata.rockylinux.org/${id}`,
      // The service does not say; updateinfo.xml of the repository does.
      steps: null,
      at: `${at} ${id}`,
      fixes: listOf(value, 'packages').map((entry, index) => fixOf(entry, `${at}.packages[${index}]`)),
    },
    tally,
  );
}

function fixOf(entry: unknown, at: string): RpmFix {
  const nevra = parseNevra(textOf(entry, 'nevra') ?? '');
  const [, variant = '', release = ''] =
    /^(Rocky Linux(?: [A-Za-z][A-Za-z -]*)?) (\d{1,2})(?:\.\d{1,2})?(?: \w+)?$/.exec(
      textOf(entry, 'product_name') ?? '',
    ) ?? [];
  const module = typeof memberOf(entry, 'module_name') !== 'string' ? null : (moduleOf(entry) ?? '');
  return {
    release,
    // Special interest groups publish beside the distribution.
    repository: variant === 'Rocky Linux' || variant === '' ? null : variant,
    module,
    name: nevra?.name ?? '',
    arch: nevra?.arch ?? null,
    evr: nevra?.evr ?? null,
    at,
  };
}

function moduleOf(entry: unknown): string | null {
  return streamOf(`${textOf(entry, 'module_name') ?? ''}:${textOf(entry, 'module_stream') ?? ''}`);
}
