import type {
  AdvisoryNotice,
  CvssScore,
  KnownExploited,
  Statement,
  StatementStatus,
} from '#core/advisory/feed-item.ts';
import { SETTINGS_ONLY } from '#core/advisory/statement-note.ts';
import { windowsSign } from '#core/version/windows.ts';
import { adviceOfHtml, adviceText } from './advice-text.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import type { FeedTally } from './feed-tally.ts';
import { isAbout, kbOf, msrcUpdates, ratingFor, shortText } from './msrc-updates.ts';
import type { MsrcContext, MsrcRemark, MsrcRemediation, MsrcVulnerability } from './msrc-vulnerability.ts';
import { severityOfWord } from './vendor-words.ts';

/** Collects what Microsoft's updates (KBs) are over a whole document; `finish` emits them. */
export interface MsrcItems {
  readonly take: (vulnerability: MsrcVulnerability, context: MsrcContext) => void;
  readonly finish: (released: string | null) => void;
}

/** Turns vulnerabilities into statements and scores as they come. */
export function msrcItems(tally: FeedTally): MsrcItems {
  const updates = msrcUpdates();
  return {
    take: (vulnerability, context) => {
      if (!isCveId(vulnerability.id) && !/^ADV\d{6}$/.test(vulnerability.id))
        return tally.skip('a vulnerability without an id');
      for (const score of scoresOf(vulnerability)) tally.emit(score);
      for (const known of exploitedOf(vulnerability, context)) tally.emit(known);
      takeProducts(vulnerability, context, tally);
      for (const remediation of vulnerability.remediations) updates.note(remediation, vulnerability);
      const settings = settingsNotice(vulnerability, context);
      if (settings) tally.emit(settings);
    },
    finish: (released) => {
      for (const notice of updates.notices(released)) tally.emit(notice);
    },
  };
}

function scoresOf({ id, scores, at }: MsrcVulnerability): CvssScore[] {
  const distinct = new Map<string, CvssScore>();
  if (!isCveId(id)) return [];
  for (const { base, vector } of scores) {
    const [, version] = /^CVSS:(3\.0|3\.1|4\.0)(?:\/[A-Z]{1,3}:[A-Za-z]{1,8}){8,40}$/.exec(vector) ?? [];
    if (!(base >= 0 && base <= 10) || (version !== '3.0' && version !== '3.1' && version !== '4.0')) continue;
    distinct.set(vector, {
      kind: 'cvss',
      cve: id,
      version,
      source: 'secure@microsoft.com',
      vector,
      score: base,
      at,
    });
  }
  return [...distinct.values()];
}

/** Microsoft says itself that a flaw is exploited: known as of the release of the document that says so. */
function exploitedOf(
  { id, title, threats, at }: MsrcVulnerability,
  { released }: MsrcContext,
): KnownExploited[] {
  if (!isCveId(id) || released === null || !isExploited(threats)) return [];
  const action = 'Install the update.';
  const added = released.slice(0, 10);
  const name = oneLine(title);
  return [{ kind: 'kev', by: 'vendor', cve: id, name, added, due: null, ransomware: null, action, at }];
}

function isExploited(threats: MsrcVulnerability['threats']): boolean {
  return threats.some(
    ({ type, description }) => type === 'exploitstatus' && /\bExploited:\s*Yes\b/i.test(description),
  );
}

function takeProducts(vulnerability: MsrcVulnerability, context: MsrcContext, tally: FeedTally): void {
  const fixes = vulnerability.remediations.filter(({ type }) => type === 'vendorfix');
  const exploited = isExploited(vulnerability.threats);
  const fixesOf = byProduct(fixes);
  const remediationsOf = byProduct(vulnerability.remediations);
  const general = vulnerability.remediations.filter(({ products }) => products.length === 0);
  const told = notesOf(vulnerability);
  const seen = new Set<string>();
  countOthers(vulnerability, tally);
  for (const id of affectedProducts(vulnerability, fixes)) {
    const product = context.products.get(id);
    const reason =
      product === undefined ? 'a product that the product tree does not name' : otherwise(product);
    if (reason !== null || product === undefined) {
      tally.skip(reason ?? '');
      continue;
    }
    const own = fixesOf.get(id) ?? [];
    const subject = { vulnerability, product: oneLine(product), exploited };
    const statements =
      own.length === 0
        ? [unfixed(subject, [...general, ...(remediationsOf.get(id) ?? []), ...told])]
        : own.map((remediation) => fixedBy(subject, remediation));
    for (const statement of statements) {
      const key = [statement.product, statement.advisory, statement.fixed, statement.status].join('|');
      if (seen.has(key)) continue;
      seen.add(key);
      tally.emit(statement);
    }
  }
}

function byProduct(remediations: readonly MsrcRemediation[]): ReadonlyMap<string, MsrcRemediation[]> {
  const found = new Map<string, MsrcRemediation[]>();
  for (const remediation of remediations) {
    for (const id of new Set(remediation.products)) {
      const own = found.get(id);
      if (own) own.push(remediation);
      else found.set(id, [remediation]);
    }
  }
  return found;
}

/** Statuses of versions without the flaw (CVRF 1.1 §6.4.1); Microsoft names the affected ones alone. */
const WITHOUT_FLAW = new Set(['knownnotaffected', 'firstfixed', 'fixed', 'recommended']);

/** Products that statuses call affected, and those a fix is for. */
function affectedProducts(vulnerability: MsrcVulnerability, fixes: readonly MsrcRemediation[]): Set<string> {
  return new Set([...affectedIds(vulnerability), ...fixes.flatMap(({ products }) => products)]);
}

function countOthers({ statuses }: MsrcVulnerability, tally: FeedTally): void {
  for (const { type, products } of statuses)
    if (WITHOUT_FLAW.has(type))
      for (const _id of products) tally.skip('a product that does not have the flaw');
}

/** Microsoft's Linux distributions are listed too; their packages have a feed of their own. */
function otherwise(product: string): string | null {
  // What an advisory names that is about no product (product 9237 of August 2019, for instance).
  if (product.trim() === 'None Available') return 'an advisory about no product';
  return /\bCBL[ -]?Mariner\b|\bAzure Linux\b|^azl\d|^cbl\d/i.test(product)
    ? 'a package of Azure Linux'
    : null;
}

interface Subject {
  readonly vulnerability: MsrcVulnerability;
  readonly product: string;
  readonly exploited: boolean;
}

function fixedBy(subject: Subject, remediation: MsrcRemediation): Statement {
  const build = remediation.fixedBuild.trim();
  const isBuild = build !== '' && windowsSign(build, build) !== null;
  const missing = build === '' ? 'no fixed build named' : `fixed build given as ${shortText(build)}`;
  const advisory = kbOf(remediation.description);
  const other =
    advisory === null && remediation.description.trim() !== '' ? shortText(remediation.description) : null;
  return {
    ...common(subject, [isBuild ? null : missing, other]),
    advisory,
    status: 'fixed',
    fixed: isBuild ? build : null,
  };
}

/** Affected without an update of its own: Microsoft will not fix it, or has none yet; it may ask for a setting. */
function unfixed(subject: Subject, own: readonly MsrcRemark[]): Statement {
  const status: StatementStatus = own.some(({ type }) => type === 'willnotfix') ? 'wont-fix' : 'affected';
  return {
    ...common(subject, [own.some(isAdvice) ? SETTINGS_ONLY : null]),
    advisory: null,
    status,
    fixed: null,
  };
}

function common(
  { vulnerability, product, exploited }: Subject,
  notes: readonly (string | null)[],
): Omit<Statement, 'advisory' | 'status' | 'fixed'> {
  const said = [...notes, exploited ? 'Exploited:Yes' : null].filter((note) => note !== null);
  return {
    kind: 'statement',
    ecosystem: 'windows',
    release: '',
    product,
    keyedBy: 'product',
    arch: null,
    module: null,
    repository: null,
    vulnerability: vulnerability.id,
    introduced: null,
    scheme: 'windows',
    note: said.length === 0 ? null : said.join('; '),
    at: vulnerability.at,
  };
}

function isAdvice({ type, description }: MsrcRemark): boolean {
  return ADVICE.has(type) && description.trim() !== '';
}

/** Types of remediations, and titles of the notes of an advisory. */
const ADVICE = new Set(['workaround', 'mitigation', 'description', 'faq']);

/**
 * What an advisory (`ADV…`) says in its notes, where no remediation of it says what to do and none is an update: it names
 * the products that it is about, and no scan can tell whether what it recommends is in place. Notes of a CVE only
 * describe. Titles as the documents have them (p0w3rsh3ll/MSRC-data,
 * 2024/xml-cvrf-document/cvrfDocument-2024-Dec.xml: `Customer Action Required`, `Yes`).
 */
function notesOf({ id, remediations, notes }: MsrcVulnerability): readonly MsrcRemark[] {
  const isTold = remediations.some((entry) => isAdvice(entry) || entry.type === 'vendorfix');
  const isForNobody = notes.some(
    ({ type, description }) => type === 'customeractionrequired' && /^\s*no\b/i.test(description),
  );
  return isTold || isForNobody || isCveId(id) ? [] : notes.filter(isAdvice);
}

/** Products without an update, but with advice: the advisory itself is what there is to do for them. */
function settingsNotice(vulnerability: MsrcVulnerability, context: MsrcContext): AdvisoryNotice | null {
  const { id, title, remediations, at } = vulnerability;
  const fixes = byProduct(remediations.filter(({ type }) => type === 'vendorfix'));
  const without = affectedIds(vulnerability).filter(
    (product) => !fixes.has(product) && otherwise(context.products.get(product) ?? '') === null,
  );
  const told = remediations.filter(isAdvice);
  const advice = [...told, ...notesOf(vulnerability)].filter((entry) => isAbout(entry, new Set(without)));
  if (advice.length === 0 || without.length === 0) return null;
  const rating = ratingFor(vulnerability, without);
  return {
    kind: 'advisory',
    ecosystem: 'windows',
    id,
    title: oneLine(title),
    released: context.released,
    severity: severityOfWord(rating),
    rating,
    about: 'settings',
    cves: isCveId(id) ? [id] : [],
    url: `https://msrc.microsoft.com/update-guide/vulnerability/${id}`,
    withdrawn: null,
    replaces: [],
    steps: shownText(advice),
    at,
  };
}

/** The vendor's own words, without markup, and whether they are notes that describe as well. */
function shownText(advice: readonly MsrcRemark[]): string {
  const texts = new Set(advice.map(({ description }) => adviceOfHtml(description)));
  const isNotes = advice.every(({ type }) => type === 'description' || type === 'faq');
  const from = isNotes ? ['No update is named. From the notes of the advisory:'] : [];
  return adviceText([...from, ...texts].join('\n\n'));
}

function affectedIds({ statuses }: MsrcVulnerability): string[] {
  return statuses.flatMap(({ type, products }) => (WITHOUT_FLAW.has(type) ? [] : products));
}
