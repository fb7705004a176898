import { adviceText } from './advice-text.ts';
import { isDebianPackage, isVersionOf, statementOf } from './claim.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { isObject, listOf, memberOf, textOf, type JsonObject } from './json-value.ts';
import { limitedTally } from './limited-tally.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { eachJsonMember } from './read-json.ts';
import { isUbuntuVersion, ubuntuVersion } from './ubuntu-release.ts';
import { REBOOT } from './vendor-words.ts';

const NAME = 'ubuntu-notices';
const NOTHING_MORE = /^in general, a standard system update will make all the necessary changes\.?$/i;

/**
 * What nearly every notice on a kernel says. The passage on a new kernel ABI that follows it often ends with: `Unless you
 * manually uninstalled the standard kernel metapackages …, a standard system upgrade will automatically perform this as well.`
 */
const BOOT =
  /^after a standard system update you (?:need to|must) reboot your (?:computer|system) to \w+(?: all)? the necessary changes\.?(?:\s*attention: due to an unavoidable abi change the kernel updates have been given a new version number\b.*\ba standard system upgrade will automatically perform this as well\.?)?$/i;

/** What a notice asks for besides installing; null = nothing. */
function stepsOf(instructions: string): string | null {
  const line = instructions.replace(/\s+/g, ' ').trim();
  if (line === '' || NOTHING_MORE.test(line)) return null;
  return BOOT.test(line) ? REBOOT : adviceText(instructions);
}

/** Ubuntu's security notices (USN), as its API gives them page by page. Times have no zone there and are UTC. */
export const ubuntuNotices: Feed = {
  title: 'Ubuntu security notices',
  publisher: 'Canonical',
  licence: 'CC BY-SA 4.0',
  addresses: ['https://ubuntu.com/security/notices.json'],
  checksums: null,
  restates: 'advisory',
  recognises: (head) => /"notices"\s*:\s*\[/.test(head) && /"release_packages"\s*:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let newest: string | null = null;
    for await (const document of input.documents())
      await eachJsonMember(document, { feed: NAME, paths: ['$.notices.*'] }, ({ value, at }) => {
        newest = laterInstant(newest, publishedInstant(textOf(value, 'published')));
        takeNotice(value, `${document.name} ${at()}`, tally);
      });
    return tally.summary(newest, null);
  },
};

function takeNotice(value: unknown, at: string, tally: FeedTally): void {
  const id = textOf(value, 'id') ?? '';
  if (!/^[A-Z]{3}-\d{1,5}-\d{1,3}$/.test(id)) return tally.skip('a notice without an id');
  if (memberOf(value, 'is_hidden') === true) return tally.skip('a notice that is hidden');
  const cves = listOf(value, 'cves_ids').filter((cve) => typeof cve === 'string' && isCveId(cve));
  const notice = { id, cves: [...new Set(cves.map(String))] };
  tally.emit({
    kind: 'advisory',
    ecosystem: 'ubuntu',
    ...notice,
    title: oneLine(textOf(value, 'title') ?? textOf(value, 'summary') ?? '') || id,
    released: publishedInstant(textOf(value, 'published')),
    severity: null,
    rating: null,
    about: 'security',
    url: `https://ubuntu.com/security/notices/${id}`,
    withdrawn: null,
    replaces: [],
    steps: stepsOf(textOf(value, 'instructions') ?? ''),
    at,
  });
  if (id.startsWith('LSN-')) return tally.skip('packages of a live patch');
  const packages = memberOf(value, 'release_packages');
  const versions = versionsByCodename(value);
  const limited = limitedTally(tally, NAME, id);
  for (const [codename, entries] of Object.entries(isObject(packages) ? packages : {})) {
    const release = ubuntuVersion(codename) ?? versions.get(codename) ?? null;
    const place = `${at}.release_packages.${codename}`;
    if (release === null) tally.skip('a package of an unknown release');
    else
      takeRelease(
        Array.isArray(entries) ? entries.filter(isObject) : [],
        { ...notice, release, at: place },
        limited,
      );
  }
}

/** What the notice itself says of its releases: new and very old codenames. */
function versionsByCodename(value: unknown): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const release of listOf(value, 'releases').slice(0, 200)) {
    const [codename, version] = [textOf(release, 'codename'), textOf(release, 'version')];
    if (codename !== null && version !== null && isUbuntuVersion(version)) versions.set(codename, version);
  }
  return versions;
}

interface ReleaseOfNotice {
  readonly id: string;
  readonly cves: readonly string[];
  readonly release: string;
  readonly at: string;
}

/** Matching is by source package; old notices name binaries only. */
function takeRelease(entries: readonly JsonObject[], notice: ReleaseOfNotice, tally: FeedTally): void {
  const sources = entries.filter((entry) => memberOf(entry, 'is_source') === true);
  const keyedBy = sources.length > 0 ? 'source' : 'binary';
  for (const entry of sources.length > 0 ? sources : entries) {
    const [product, fixed] = [textOf(entry, 'name') ?? '', textOf(entry, 'version')];
    const archive = archiveOf(entry, entries);
    if (!isDebianPackage(product)) tally.skip('a package without a name');
    else if (fixed === null) tally.skip('a package without a version');
    else if (!isVersionOf('deb', fixed)) tally.skip('a fixed version that cannot be compared');
    else if (archive === undefined) tally.skip('a package of more than one archive');
    else
      for (const vulnerability of notice.cves.length > 0 ? notice.cves : [notice.id])
        tally.emit(
          statementOf({
            ecosystem: 'ubuntu',
            release: notice.release,
            product,
            keyedBy,
            repository: archive,
            vulnerability,
            advisory: notice.id,
            status: 'fixed',
            fixed,
            scheme: 'deb',
            at: `${notice.at} ${product}`,
          }),
        );
  }
}

/**
 * The archive that carries the package: its own pocket, else that of the binaries of the same version. null = the
 * release's own; undefined = they differ.
 */
function archiveOf(entry: JsonObject, entries: readonly JsonObject[]): string | null | undefined {
  const version = textOf(entry, 'version');
  const same = entries.filter((other) => textOf(other, 'version') === version);
  const own = textOf(entry, 'pocket');
  const pockets = new Set(own === null ? same.flatMap((other) => textOf(other, 'pocket') ?? []) : [own]);
  const archives = new Set(
    [...pockets].map((pocket) => (/^(?:security|updates|release)$/.test(pocket) ? null : pocket)),
  );
  if (archives.size > 1) return undefined;
  const [archive] = archives;
  if (archive !== undefined) return archive;
  return /[+~]esm\d/.test(version ?? '') ? 'ubuntu-pro' : null;
}
