import type { StatementStatus } from '#core/advisory/feed-item.ts';
import { isDebianPackage, isVersionOf, statementOf } from './claim.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { isObject, listOf, memberOf, textOf } from './json-value.ts';
import { limitedTally } from './limited-tally.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { readJsonWhole } from './read-json.ts';
import { speaksFor } from './single-record.ts';
import { ubuntuDistro } from './ubuntu-release.ts';

const NAME = 'ubuntu-vex';

const STATUSES = new Map<string, StatementStatus>([
  ['fixed', 'fixed'],
  ['affected', 'affected'],
  ['not_affected', 'not-affected'],
  ['under_investigation', 'under-investigation'],
]);

/**
 * Ubuntu's VEX documents (OpenVEX 0.2, with metadata beside the statements): each CVE, and each notice with what it
 * fixes. Only source packages name their release; the binaries that follow each of them are counted.
 */
export const ubuntuVex: Feed = {
  title: 'Ubuntu VEX documents',
  publisher: 'Canonical',
  licence: 'CC BY-SA 4.0',
  addresses: ['https://security-metadata.canonical.com/vex/vex-all.tar.xz'],
  isArchive: true,
  checksums: null,
  // A notice and the flaws that it names have records of their own: one says nothing of what the others said.
  restates: 'advisory',
  recognises: (head) =>
    /"(?:@context)"\s*:\s*"https:\/\/openvex\.dev\//.test(head) && /"Canonical|pkg:deb\/ubuntu\//.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let newest: string | null = null;
    let documents = 0;
    for await (const document of input.documents()) {
      documents += 1;
      const value = await readJsonWhole(document, { feed: NAME });
      const metadata = isObject(memberOf(value, 'metadata')) ? memberOf(value, 'metadata') : value;
      if (textOf(metadata, '@context')?.startsWith('https://openvex.dev/') !== true)
        throw feedInvalid(NAME, document.name, 'it is no VEX document');
      newest = laterInstant(newest, publishedInstant(textOf(metadata, 'timestamp')));
      const statements = listOf(value, 'statements');
      if (statements.length === 0) tally.skip('a document without statements');
      statements.forEach((statement, index) =>
        takeStatement(statement, `${document.name} $.statements[${index}]`, tally),
      );
    }
    return { ...tally.summary(newest, null), ...speaksFor(documents) };
  },
};

function takeStatement(value: unknown, at: string, tally: FeedTally): void {
  const vulnerability = memberOf(value, 'vulnerability');
  const name = textOf(vulnerability, 'name') ?? '';
  const status = STATUSES.get(textOf(value, 'status') ?? '');
  if (!isCveId(name) && !/^USN-\d{1,5}-\d{1,3}$/.test(name))
    return tally.skip('a statement on no CVE or notice');
  if (status === undefined) return tally.skip('a status that is not known');
  const cves = listOf(vulnerability, 'aliases').filter(
    (alias) => typeof alias === 'string' && isCveId(alias),
  );
  const claim = {
    status,
    advisory: isCveId(name) ? null : name,
    flaws: isCveId(name) || cves.length === 0 ? [name] : [...new Set(cves.map(String))],
    note: noteOf(value),
  };
  if (claim.advisory !== null)
    tally.emit({
      kind: 'advisory',
      ecosystem: 'ubuntu',
      id: claim.advisory,
      title: oneLine(textOf(vulnerability, 'description') ?? claim.advisory),
      released: publishedInstant(textOf(value, 'timestamp')),
      severity: null,
      rating: null,
      about: 'security',
      cves: claim.flaws.filter(isCveId),
      url: `https://ubuntu.com/security/notices/${claim.advisory}`,
      withdrawn: null,
      replaces: [],
      steps: null,
      at,
    });
  const limited = limitedTally(tally, NAME, name);
  listOf(value, 'products').forEach((product, index) =>
    takeProduct(textOf(product, '@id') ?? '', claim, { at: `${at}.products[${index}]`, tally: limited }),
  );
}

interface VexClaim {
  readonly status: StatementStatus;
  readonly advisory: string | null;
  readonly flaws: readonly string[];
  readonly note: string | null;
}

function takeProduct(
  purl: string,
  claim: VexClaim,
  { at, tally }: { readonly at: string; readonly tally: FeedTally },
): void {
  const [, name = '', version = '', qualifiers = ''] =
    /^pkg:deb\/ubuntu\/([^@?#/]{1,200})(?:@([^?#]{1,300}))?\?([^#]{1,500})$/.exec(purl) ?? [];
  if (name === '') return tally.skip('a product that is no package of Ubuntu’s');
  const of = new Map(qualifiers.split('&').map((one) => cutAt(one, '=')));
  if (of.get('arch') !== 'source' && of.get('arch') !== 'src')
    return tally.skip('a binary package beside its source');
  const origin = ubuntuDistro(unescaped(of.get('distro') ?? ''));
  const fixed = claim.status === 'fixed' ? unescaped(version) : null;
  if (origin === null) return tally.skip('a package of an unknown release');
  if (!isDebianPackage(unescaped(name))) return tally.skip('a package without a name');
  if (fixed !== null && !isVersionOf('deb', fixed))
    return tally.skip('a fixed version that cannot be compared');
  for (const vulnerability of claim.flaws)
    tally.emit(
      statementOf({
        ecosystem: 'ubuntu',
        ...origin,
        product: unescaped(name),
        keyedBy: 'source',
        vulnerability,
        advisory: claim.advisory,
        status: claim.status,
        fixed,
        scheme: 'deb',
        note: claim.status === 'fixed' ? null : claim.note,
        at,
      }),
    );
}

/** The vendor's words, the most telling first. */
function noteOf(value: unknown): string | null {
  const words =
    textOf(value, 'justification') ??
    textOf(value, 'impact_statement') ??
    textOf(value, 'action_statement') ??
    textOf(value, 'status_notes');
  return words === null ? null : oneLine(words);
}

function cutAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Versions are percent-encoded in some purls only; `+` stands for itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
