import { z } from 'zod';
import type { Archive } from '#core/inventory/observation.ts';
import { readAnswer, readArray, type Answer } from './redhat-answer.ts';
import type { ProblemList, SectionText } from './section-lines.ts';

/** Metadata of one repository as the package manager last fetched it. */
interface Cached {
  /** Folder of the cache: the repository's id, behind it a digest of its address (dnf). */
  readonly folder: string;
  readonly fetchedAt: number | null;
  dateAt: number | null;
  hasAdvisories: boolean;
}

interface Repository {
  readonly id: string;
  readonly name: string;
}

/** Suffix of the id of the archive that stands for a repository's advisories. */
const ADVISORIES = ' updateinfo';

/**
 * Reads the enabled repositories with the age of their cached metadata. A repository is two archives: what it
 * offers, and, where it publishes advisories, what of that is a security update. Nothing cached at all = no archive.
 */
export function parseRepositories({ section, text }: SectionText, problems: ProblemList): Archive[] {
  const answer = readAnswer(text);
  const { cached, listed } = splitFacts(answer);
  const enabled = answer.manager === 'dnf5' ? fromJson(answer) : null;
  const repositories = enabled ?? listed;
  if (answer.manager === 'none') {
    if (text !== '')
      problems.add(section, 'failed', 'neither dnf nor yum answered, so what is missing is unknown');
  } else if (answer.exitCode !== 0)
    problems.add(section, 'failed', `${answer.manager} ended with exit code ${answer.exitCode ?? 'unknown'}`);
  if (cached.length === 0) return [];
  const newest = newestById(cached);
  const isSilent = repositories.every(({ id }) => newest.get(id)?.hasAdvisories !== true);
  return repositories.flatMap((repository) =>
    archivesOf(repository, newest.get(repository.id), isSilent || isOfSystem(repository.id)),
  );
}

function splitFacts(answer: Answer): { cached: Cached[]; listed: Repository[] } {
  const cached: Cached[] = [];
  const listed: Repository[] = [];
  let isTable = false;
  answer.eachLine((line) => {
    const [key, value = '', folder = ''] = line.split('\t', 3);
    const current = cached.at(-1);
    if (key === 'cache') {
      const fetchedAt = /^\d{1,11}$/.test(value) ? Number(value) * 1000 : null;
      cached.push({ folder, fetchedAt, dateAt: null, hasAdvisories: false });
    } else if (key === 'fact') {
      if (current) addFact(current, value);
    } else if (/^repo id\s+repo name/i.test(line)) isTable = true;
    else if (isTable && key !== 'unseen' && !line.startsWith('repolist:')) listed.push(...tableRow(line));
  });
  return { cached, listed };
}

function addFact(current: Cached, fact: string): void {
  if (fact === '<data type="updateinfo"') current.hasAdvisories = true;
  const timestamp = /^<timestamp>(\d{1,11})$/.exec(fact)?.[1];
  if (timestamp !== undefined) current.dateAt = Math.max(current.dateAt ?? 0, Number(timestamp) * 1000);
}

/** `baseos   AlmaLinux 9 - BaseOS`; yum adds `/7/x86_64` to the id and marks old metadata with `!`. */
function tableRow(line: string): Repository[] {
  const match = /^[!*]?([\w.:+-]+)(?:\/\S*)?\s+(\S.*)$/.exec(line);
  return match?.[1] && match[2] ? [{ id: match[1], name: match[2].trim() }] : [];
}

const repositorySchema = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  is_enabled: z.boolean().optional(),
});

function fromJson(answer: Answer): Repository[] | null {
  return (
    readArray(answer)?.flatMap((row) => {
      const { data } = repositorySchema.safeParse(row);
      return data && data.is_enabled !== false ? [{ id: data.id, name: data.name ?? data.id }] : [];
    }) ?? null
  );
}

/** A repository whose address changed has several folders; the one fetched last is in use. */
function newestById(cached: readonly Cached[]): Map<string, Cached> {
  const newest = new Map<string, Cached>();
  for (const one of cached) {
    const id = one.folder.replace(/-[0-9a-f]{16}$/, '');
    const before = newest.get(id);
    if (!before || (one.fetchedAt ?? 0) > (before.fetchedAt ?? 0)) newest.set(id, one);
  }
  return newest;
}

/**
 * Ids of the distributions' own repositories that carry updates: baseos, appstream, rhel-7-server-rpms, ol8_…_latest,
 * updates (CentOS, Fedora), amzn2-core, amazonlinux. Fedora's frozen `fedora` is none of them.
 */
function isOfSystem(id: string): boolean {
  return /(^|[-_.])(baseos|appstream|updates|latest|core|server|amazonlinux)([-_.]|$)/i.test(id);
}

function archivesOf({ id, name }: Repository, cached: Cached | undefined, isTrusted: boolean): Archive[] {
  const offer: Archive = {
    id,
    uri: '',
    suite: id,
    component: '',
    label: name,
    origin: null,
    archive: null,
    codename: null,
    dateAt: cached?.dateAt ?? null,
    validUntilAt: null,
    fetchedAt: cached?.fetchedAt ?? null,
    security: false,
  };
  const advisories: Archive = { ...offer, id: id + ADVISORIES, security: true };
  if (cached?.hasAdvisories) return [offer, advisories];
  if (!isTrusted) return [offer];
  // The system's own repository: without its metadata nothing is known of it, without advisories nothing classified.
  return cached ? [{ ...offer, unclassified: true }] : [offer, advisories];
}

/** Ids of the archives that stand for a version of an advisory: of its repository, else of all that have advisories. */
export function advisoryArchives(archives: readonly Archive[]): (repository: string | undefined) => string[] {
  const all = archives.filter(({ security }) => security === true).map(({ id }) => id);
  return (repository) => {
    const own = `${repository ?? ''}${ADVISORIES}`;
    return all.includes(own) ? [own] : all;
  };
}
