import type { StatementStatus } from '#core/advisory/feed-item.ts';
import { announcedNote } from '#core/advisory/statement-note.ts';
import { isPackageName, isVersionOf, statementOf } from './claim.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { listOf, textOf } from './json-value.ts';
import { eachJsonMember } from './read-json.ts';
import { limitedTally } from './limited-tally.ts';
import { ratingOf, severityOfWord } from './vendor-words.ts';

const NAME = 'arch';

const STATUSES = new Map<string, StatementStatus>([
  ['Vulnerable', 'affected'],
  ['Testing', 'affected'],
  ['Fixed', 'fixed'],
  ['Not affected', 'not-affected'],
  ['Unknown', 'unknown'],
]);

/** Arch Linux's security tracker: groups of flaws (AVG) in packages that are fixed together. Arch has no releases. */
export const arch: Feed = {
  title: 'Arch Linux security tracker',
  publisher: 'Arch Linux Security Team',
  licence: 'not stated; public data of the Arch Linux project',
  addresses: ['https://security.archlinux.org/json'],
  checksums: null,
  restates: 'everything',
  recognises: (head) => /^\s*\[/.test(head) && /"name"\s*:\s*"AVG-\d/.test(head) && /"issues"\s*:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    for await (const document of input.documents())
      await eachJsonMember(document, { feed: NAME, paths: ['$.*'] }, ({ value }) => takeGroup(value, tally));
    return tally.summary(null, null);
  },
};

function takeGroup(value: unknown, tally: FeedTally): void {
  const id = textOf(value, 'name') ?? '';
  if (!/^AVG-\d{1,7}$/.test(id)) return tally.skip('a group without an id');
  const word = textOf(value, 'status') ?? '';
  const judgement = judge(word, textOf(value, 'fixed'));
  if (typeof judgement === 'string') return tally.skip(judgement);
  const cves = texts(value, 'issues').filter(isCveId);
  const packages = texts(value, 'packages');
  const rating = textOf(value, 'severity');
  tally.emit({
    kind: 'advisory',
    ecosystem: 'arch',
    id,
    title: oneLine(`${packages.join(', ')}: ${textOf(value, 'type') ?? 'multiple issues'}`),
    released: null,
    severity: severityOfWord(rating),
    rating: ratingOf(rating),
    about: 'security',
    cves,
    url: `https://security.archlinux.org/${id}`,
    withdrawn: null,
    replaces: [],
    steps: null,
    at: id,
  });
  const limited = limitedTally(tally, NAME, id);
  for (const product of packages) {
    if (!isPackageName(product)) tally.skip('a package without a name');
    else
      for (const vulnerability of cves.length > 0 ? cves : [id])
        limited.emit(
          statementOf({
            ecosystem: 'arch',
            release: '',
            product,
            keyedBy: 'binary',
            vulnerability,
            advisory: id,
            scheme: 'pacman',
            at: id,
            ...judgement,
          }),
        );
  }
}

function judge(
  word: string,
  version: string | null,
):
  { readonly status: StatementStatus; readonly fixed: string | null; readonly note: string | null } | string {
  const status = STATUSES.get(word);
  if (status === undefined) return 'a status that is not known';
  const isVersion = version !== null && isVersionOf('pacman', version);
  if (status === 'fixed')
    return isVersion ? { status, fixed: version, note: null } : 'a fixed version that cannot be compared';
  const note = word === 'Testing' && isVersion ? announcedNote(version, 'the stable repositories') : null;
  return { status, fixed: null, note };
}

function texts(value: unknown, name: string): string[] {
  return [...new Set(listOf(value, name).filter((text) => typeof text === 'string'))];
}
