import { isCveId } from './cve-fields.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { listOf, memberOf, numberOf, textOf } from './json-value.ts';
import { laterInstant } from './published-time.ts';
import { eachJsonMember } from './read-json.ts';
import { emitErratum, type RpmFix } from './rpm-erratum.ts';
import { enterpriseRelease, evrOf } from './rpm-name.ts';
import { streamOf } from './rpm-product.ts';
import { aboutOf, REBOOT, vendorTime } from './vendor-words.ts';

const NAME = 'almalinux';

/** AlmaLinux errata of one release: security, bug fixes and enhancements. */
export const almalinux: Feed = {
  title: 'AlmaLinux errata',
  publisher: 'AlmaLinux OS Foundation',
  licence: 'MIT',
  addresses: [10, 9, 8].map((release) => `https://errata.almalinux.org/${release}/errata.full.json`),
  isInParts: true,
  checksums: null,
  restates: 'advisory',
  recognises: (head) => /"id"\s*:\s*"AL[SBE]A-\d{4}[:-]/.test(head) && /"issued_date"\s*:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let newest: string | null = null;
    for await (const document of input.documents())
      await eachJsonMember(document, { feed: NAME, paths: ['$.data.*'] }, ({ value, at }) => {
        newest = laterInstant(newest, vendorTime(numberOf(value, 'updated_date')));
        takeErratum(value, at(), tally);
      });
    return tally.summary(newest, null);
  },
};

function takeErratum(value: unknown, at: string, tally: FeedTally): void {
  const id = textOf(value, 'id');
  if (id === null || !/^AL[SBE]A-\d{4}[:-]\d{1,6}$/.test(id)) return tally.skip('an erratum without an id');
  const references = listOf(value, 'references');
  const self = references.find((reference) => textOf(reference, 'type') === 'self');
  const address = textOf(self, 'href');
  const [, release = null] = /errata\.almalinux\.org\/(\d{1,2})\//.exec(address ?? '') ?? [];
  const cves = references.flatMap((reference) => {
    const cve = textOf(reference, 'type') === 'cve' ? textOf(reference, 'id') : null;
    return isCveId(cve) ? cve : [];
  });
  const packages = listOf(value, 'packages');
  const context = { named: release, module: onlyModule(listOf(value, 'modules')) };
  emitErratum(
    {
      ecosystem: 'almalinux',
      id,
      title: textOf(value, 'title') ?? id,
      about: aboutOf(textOf(value, 'type'), id),
      rating: textOf(value, 'severity'),
      released: vendorTime(numberOf(value, 'issued_date')),
      withdrawn: null,
      cves: [...new Set(cves)],
      url: address,
      steps: packages.some((entry) => isTrue(memberOf(entry, 'reboot_suggested'))) ? REBOOT : null,
      at: `${at} ${id}`,
      fixes: packages.map((entry, index) => fixOf(entry, `${at}.packages[${index}]`, context)),
    },
    tally,
  );
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'number' && value > 0) || value === '1';
}

interface Context {
  readonly named: string | null;
  /** Of packages that do not name theirs. */
  readonly module: string;
}

/** The stream that an erratum is about; '' = none, or more than one. */
function onlyModule(modules: readonly unknown[]): string {
  const streams = new Set(
    modules.map((one) => streamOf(`${textOf(one, 'name') ?? ''}:${textOf(one, 'stream') ?? ''}`) ?? ''),
  );
  const [only = ''] = streams;
  return streams.size === 1 ? only : '';
}

function fixOf(entry: unknown, at: string, { named, module: only }: Context): RpmFix {
  const packageRelease = textOf(entry, 'release') ?? '';
  const release = named ?? enterpriseRelease(packageRelease);
  const module = textOf(entry, 'module');
  const unnamed = /\.module[_+]/.test(packageRelease) ? only : null;
  return {
    release: release ?? '',
    repository: null,
    module: module === null ? unnamed : (streamOf(module) ?? ''),
    name: textOf(entry, 'name') ?? '',
    arch: textOf(entry, 'arch') ?? '',
    evr: evrOf(textOf(entry, 'epoch'), textOf(entry, 'version') ?? '', packageRelease),
    at,
  };
}
