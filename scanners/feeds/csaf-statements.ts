import type { Ecosystem, Statement, StatementStatus } from '#core/advisory/feed-item.ts';
import {
  placeOf,
  type CsafDocument,
  type CsafProduct,
  type CsafRemediation,
  type CsafVulnerability,
} from './csaf.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import type { FeedTally } from './feed-tally.ts';
import { rpmProductOf, type RpmProduct } from './rpm-product.ts';

/** What differs between the vendors of RPM distributions that publish CSAF. */
export interface CsafDialect {
  readonly ecosystem: Ecosystem;
  /** The release and archive a platform product stands for; null = it is none of the vendor's releases. */
  readonly streamOf: (
    platform: CsafProduct,
  ) => { readonly release: string; readonly repository: string | null } | null;
  /** The vendor's advisory a fix came with. */
  readonly advisoryOf: (remediation: CsafRemediation | null, document: CsafDocument) => string | null;
}

type Claim = 'fixed' | 'affected' | 'not-affected' | 'under-investigation';

/**
 * SUSE writes `recommended` where Red Hat writes `fixed` (CSAF 2.0 §3.2.3.9: all three name versions without the flaw,
 * the first one, any, and the one to take): of one package, the first of these lists that names it says what ends the flaw.
 */
const CLAIMS: readonly (readonly [string, Claim])[] = [
  ['first_fixed', 'fixed'],
  ['fixed', 'fixed'],
  ['recommended', 'fixed'],
  ['known_affected', 'affected'],
  ['known_not_affected', 'not-affected'],
  ['under_investigation', 'under-investigation'],
];

/** Emits what a document says of its vendor's packages, once per release, package and claim. */
export function emitCsafStatements(
  document: CsafDocument,
  {
    name,
    dialect,
    tally,
  }: { readonly name: string; readonly dialect: CsafDialect; readonly tally: FeedTally },
): void {
  const place = placing(document, dialect);
  for (const vulnerability of document.vulnerabilities) {
    if (vulnerability.id === null || (/^CVE-/.test(vulnerability.id) && !isCveId(vulnerability.id))) {
      tally.skip('a vulnerability without an id');
      continue;
    }
    const context = {
      document,
      vulnerability,
      id: vulnerability.id,
      dialect,
      remarks: remarksOf(vulnerability),
    };
    countOthers(vulnerability, tally);
    const seen = new Set<string>();
    const ends = new Map<string, string>();
    for (const [status, claim] of CLAIMS) {
      for (const [index, product] of (vulnerability.statuses.get(status) ?? []).entries()) {
        const placed = place(product);
        if (typeof placed === 'string') {
          tally.skip(placed);
          continue;
        }
        const at = `${name} ${vulnerability.at}.product_status.${status}[${index}]`;
        const statement = statementOf(context, { claim, product, at, ...placed });
        if (typeof statement === 'string') tally.skip(statement);
        else if (isBeside(statement, status, ends)) tally.skip('a later version beside the first fixed one');
        else if (isNew(statement, seen)) tally.emit(statement);
      }
    }
  }
}

/** Ranges of versions (`first_affected`, `last_affected`) are published of no RPM package. */
function countOthers({ statuses }: CsafVulnerability, tally: FeedTally): void {
  for (const [status, products] of statuses) {
    if (CLAIMS.some(([known]) => known === status)) continue;
    for (let times = 0; times < products.length; times += 1) tally.skip('a status that is not read');
  }
}

/** True for a fix of a package of which an earlier list named one. */
function isBeside(statement: Statement, status: string, ends: Map<string, string>): boolean {
  if (statement.status !== 'fixed') return false;
  const { release, repository, product, arch, module } = statement;
  const key = [release, repository, product, arch, module].join(' ');
  const first = ends.get(key) ?? status;
  ends.set(key, first);
  return first !== status;
}

function isNew(statement: Statement, seen: Set<string>): boolean {
  const { release, repository, product, keyedBy, arch, module, status, fixed, advisory } = statement;
  const key = [release, repository, product, keyedBy, arch, module, status, fixed, advisory].join(' ');
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

interface Placed {
  readonly rpm: RpmProduct;
  readonly release: string;
  readonly repository: string | null;
}

/** Where a product id belongs; a text says why it is passed over. Each component and platform is read once. */
function placing(document: CsafDocument, dialect: CsafDialect): (id: string) => Placed | string {
  const packages = new Map<CsafProduct, RpmProduct | string>();
  const streams = new Map<CsafProduct, ReturnType<CsafDialect['streamOf']>>();
  return (id) => {
    const place = placeOf(document, id);
    if (place === null) return 'a product that the product tree does not name';
    const { component, between, platform } = place;
    if (platform === null) return 'a product that is no package of a release';
    let stream = streams.get(platform);
    if (stream === undefined) streams.set(platform, (stream = dialect.streamOf(platform)));
    if (stream === null) return 'a product of another kind than a release';
    let rpm = between.length === 0 ? packages.get(component) : undefined;
    if (rpm === undefined) {
      rpm = rpmProductOf({ component, between });
      if (between.length === 0) packages.set(component, rpm);
    }
    return typeof rpm === 'string' ? rpm : { rpm, release: stream.release, repository: stream.repository };
  };
}

interface Remarks {
  readonly fixes: ReadonlyMap<string, CsafRemediation>;
  /** Why there is no fix, by product. */
  readonly refusals: ReadonlyMap<string, CsafRemediation>;
  readonly flags: ReadonlyMap<string, string>;
}

function remarksOf(vulnerability: CsafVulnerability): Remarks {
  const fixes = new Map<string, CsafRemediation>();
  const refusals = new Map<string, CsafRemediation>();
  const flags = new Map<string, string>();
  for (const remediation of vulnerability.remediations) {
    const { category, products } = remediation;
    if (category === 'vendor_fix') for (const id of products) fixes.set(id, remediation);
    if (Object.hasOwn(REFUSALS, category)) for (const id of products) refusals.set(id, remediation);
  }
  for (const flag of vulnerability.flags) for (const id of flag.products) flags.set(id, flag.details);
  return { fixes, refusals, flags };
}

interface Context {
  readonly document: CsafDocument;
  readonly id: string;
  readonly dialect: CsafDialect;
  readonly remarks: Remarks;
}

interface Subject extends Placed {
  readonly claim: Claim;
  readonly product: string;
  readonly at: string;
}

function statementOf(
  { document, id, dialect, remarks }: Context,
  { claim, product, at, rpm, release, repository }: Subject,
): Statement | string {
  if (claim === 'fixed' && rpm.evr === null) return 'a fix without its version';
  if (claim === 'fixed' && rpm.isSource) return 'a source package beside its binaries';
  const refusal = remarks.refusals.get(product) ?? null;
  const isFix = claim === 'fixed';
  return {
    kind: 'statement',
    ecosystem: dialect.ecosystem,
    release,
    product: rpm.name,
    keyedBy: rpm.isSource ? 'source' : 'binary',
    arch: rpm.arch,
    module: rpm.module,
    repository,
    vulnerability: id,
    advisory: isFix ? dialect.advisoryOf(remarks.fixes.get(product) ?? null, document) : null,
    status: claim === 'affected' ? affectedStatus(refusal) : claim,
    fixed: isFix ? rpm.evr : null,
    introduced: null,
    scheme: 'rpm',
    note: noteOf(claim, refusal, remarks.flags.get(product) ?? null),
    at,
  };
}

function noteOf(claim: Claim, refusal: CsafRemediation | null, flag: string | null): string | null {
  if (claim === 'affected' && refusal?.details) return oneLine(refusal.details);
  return claim === 'not-affected' ? flag : null;
}

/** What a category says where its details say nothing more. */
const REFUSALS = {
  no_fix_planned: 'wont-fix',
  none_available: 'affected',
  fix_planned: 'affected',
} as const satisfies Record<string, StatementStatus>;

/** Red Hat's own words (its CSAF documentation, "Remediations"). */
const DETAILS: readonly (readonly [RegExp, StatementStatus])[] = [
  [/^will not fix/i, 'wont-fix'],
  [/^out of support scope/i, 'unsupported'],
  [/^fix deferred/i, 'deferred'],
  [/^under investigation/i, 'under-investigation'],
  [/^affected/i, 'affected'],
];

function affectedStatus(refusal: CsafRemediation | null): StatementStatus {
  if (refusal === null) return 'affected';
  const details = refusal.details?.trim() ?? '';
  const [, said] = DETAILS.find(([words]) => words.test(details)) ?? [];
  if (said !== undefined) return said;
  return refusal.category === 'no_fix_planned' ? REFUSALS.no_fix_planned : 'affected';
}
