import type { Archive } from '#core/inventory/observation.ts';
import { eachLine, keyedLines, type ProblemList, type SectionText } from './section-lines.ts';

/** What a Release file on the host says of itself, by its file name in apt's lists folder. */
export interface ReleaseFile {
  readonly fetchedAt: number;
  readonly dateAt: number | null;
  readonly validUntilAt: number | null;
}

/** URI, suite and component of an index as apt describes it; null when the words are not such a description. */
export interface IndexWords {
  readonly uri: string;
  readonly suite: string;
  readonly component: string;
  readonly arch: string;
}

/**
 * Splits `URI SUITE/COMPONENT ARCH Packages`, or `URI PATH/ Packages` of a flat archive. Read from the end,
 * because a cdrom URI holds spaces and a suite may hold slashes (`stretch/updates/main`).
 */
export function splitIndex(id: string): IndexWords | null {
  const last = id.lastIndexOf(' ');
  if (last < 1) return null;
  const tail = id.slice(last + 1);
  if (tail.endsWith('/')) return { uri: id.slice(0, last), suite: tail, component: '', arch: '' };
  const before = id.lastIndexOf(' ', last - 1);
  const path = id.slice(before + 1, last);
  const slash = path.lastIndexOf('/');
  if (before < 1 || slash < 1) return null;
  return {
    uri: id.slice(0, before),
    suite: path.slice(0, slash),
    component: path.slice(slash + 1),
    arch: tail,
  };
}

/** The description in a line of `apt-cache policy` that ends in ` Packages`, without that word; else null. */
export function indexId(description: string): string | null {
  return description.endsWith(' Packages') ? description.slice(0, -' Packages'.length) : null;
}

/** Reads `apt-cache policy` without names, and joins each archive with its Release file. */
export function parseArchives(
  { section, text }: SectionText,
  releases: ReadonlyMap<string, ReleaseFile>,
  problems: ProblemList,
): Archive[] {
  const archives = new Map<string, Archive>();
  let current: string | null = null;
  let pins = false;
  eachLine(text, (line, number) => {
    if (line.startsWith('Pinned packages:')) pins = true;
    if (pins || number === 1) return;
    if (line.startsWith('     release ')) {
      const archive = current === null ? undefined : archives.get(current);
      if (archive) archives.set(archive.id, withRelease(archive, line.slice('     release '.length)));
    } else if (!line.startsWith('     ')) {
      current = indexId(line.trimStart().replace(/^-?\d+ /, ''));
      const archive = current === null ? null : newArchive(current, releases);
      if (archive) archives.set(archive.id, archive);
      else if (!line.endsWith('/dpkg/status')) problems.unreadable(section, number);
    }
  });
  return [...archives.values()];
}

function newArchive(id: string, releases: ReadonlyMap<string, ReleaseFile>): Archive | null {
  const words = splitIndex(id);
  if (!words) return null;
  const release = releaseNames(words)
    .map((name) => releases.get(name))
    .find((file) => file !== undefined);
  return {
    id,
    uri: words.uri,
    suite: words.suite,
    component: words.component,
    label: null,
    origin: null,
    archive: null,
    codename: null,
    dateAt: release?.dateAt ?? null,
    validUntilAt: release?.validUntilAt ?? null,
    fetchedAt: release?.fetchedAt ?? null,
  };
}

/** `v=12,o=Debian,a=oldstable-security,n=…,l=…,c=main,b=amd64`; a value may itself hold a comma. */
function withRelease(archive: Archive, words: string): Archive {
  const values = new Map<string, string>();
  for (const part of words.split(/,(?=[a-z]=)/)) values.set(part.slice(0, 1), part.slice(2));
  const value = (key: string) => values.get(key) || null;
  return { ...archive, origin: value('o'), label: value('l'), archive: value('a'), codename: value('n') };
}

/**
 * Names apt gives to the Release file of an archive: the URI without scheme and login, some characters as
 * `%xx`, slashes as `_` (apt-pkg, URItoFileName and debReleaseIndex::MetaIndexURI).
 */
function releaseNames({ uri, suite }: IndexWords): string[] {
  const base = uri
    .replace(/^[a-z0-9.+-]+:(\/\/)?/i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/\/+$/, '');
  const path = suite.endsWith('/') ? `${base}/${suite === '/' ? '' : suite}` : `${base}/dists/${suite}/`;
  return ['InRelease', 'Release'].map((file) => fileName(path + file));
}

function fileName(path: string): string {
  const escaped = path.replace(/[\\|{}[\]<>"^~_=!@#$%^&*\u0000-\u0020\u007f-\uffff]/g, (char) =>
    [...Buffer.from(char, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return escaped.replaceAll('/', '_');
}

/** Reads the section of Release files: `file<TAB>ctime<TAB>name`, then the header fields as `line` entries. */
export function parseIndexes(
  { section, text }: SectionText,
  problems: ProblemList,
): Map<string, ReleaseFile> {
  const releases = new Map<string, ReleaseFile>();
  let name: string | null = null;
  eachLine(text, (line, number) => {
    const [key = '', value = '', file] = line.split('\t', 3);
    if (key === 'file' && file && /^\d{1,12}$/.test(value)) {
      name = file;
      releases.set(file, { fetchedAt: Number(value) * 1000, dateAt: null, validUntilAt: null });
    } else if (key === 'line') {
      const release = name === null ? undefined : releases.get(name);
      if (name !== null && release)
        releases.set(
          name,
          withField(release, value, () => problems.unreadable(section, number)),
        );
    } else if (key !== 'unseen') problems.unreadable(section, number);
  });
  return releases;
}

function withField(release: ReleaseFile, line: string, unreadable: () => void): ReleaseFile {
  const field = /^(Date|Valid-Until):\s*(.+?)\s*$/i.exec(line);
  if (!field?.[1] || !field[2]) return release;
  const at = parseReleaseDate(field[2]);
  if (at === null) unreadable();
  return field[1].toLowerCase() === 'date' ? { ...release, dateAt: at } : { ...release, validUntilAt: at };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sat, 21 Nov 2026 00:53:02 UTC` (RFC 5322 form, always UTC or GMT in a Release file) as UTC ms, else null. */
export function parseReleaseDate(text: string): number | null {
  const match =
    /^(?:[A-Z][a-z]{2}, +)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) +(\d{1,2}):(\d\d):(\d\d) (?:UTC|GMT|Z|[+-]0000)$/.exec(
      text,
    );
  if (!match) return null;
  const [, day, name = '', year, hour, minute, second] = match;
  const month = MONTHS.indexOf(name);
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = parts;
  const at = Date.UTC(y, m, d, h, min, s);
  const sound = month >= 0 && h < 24 && min < 60 && s < 61 && new Date(Date.UTC(y, m, d)).getUTCDate() === d;
  return sound ? at : null;
}

/** Paths that this user could not read, from the `unseen` lines of a section. */
export function unseenPaths(text: string): string[] {
  return keyedLines(text)('unseen');
}
