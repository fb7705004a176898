import { createHash } from 'node:crypto';
import type { FeedItem, Statement } from '#core/advisory/feed-item.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import type { Feed } from '#scanners/feeds/feed.ts';
import type { TableRow } from './tables.ts';

type Restates = Feed['restates'];
type Fact = Exclude<FeedItem, Statement>;

/** A statement as it is staged: `claim` hashes what its file says anew, `digest` all that it says but its place in the file. */
export function statementRow(
  feed: string,
  restates: Restates,
  statement: Statement,
): TableRow<'staged_statement'> {
  const { at: _at, ...said } = statement;
  const { ecosystem, release, product, vulnerability, advisory } = statement;
  const place = placeOf(statement);
  const about = {
    everything: [feed],
    advisory: [feed, ecosystem, advisory ?? vulnerability],
    vulnerability: [feed, ecosystem, vulnerability],
    product: [feed, place],
    record: [feed, place, release, product, vulnerability],
  }[restates];
  return {
    feed,
    place,
    claim: hashOf(about),
    digest: hashOf([feed, said]),
    statement: JSON.stringify(statement),
  };
}

/** Product of a release, as statements are looked up. */
export function placeOf({
  ecosystem,
  release,
  product,
}: Pick<Statement, 'ecosystem' | 'release' | 'product'>): string {
  // Microsoft writes one product now with a capital letter and now without.
  return `${ecosystem}/${release}/${ecosystem === 'windows' ? product.toLowerCase() : product}`;
}

/** Any other record of a feed as it is staged. */
export function factRow(feed: string, fact: Fact): TableRow<'staged_fact'> {
  const subject = subjectOf(fact);
  const said = 'at' in fact ? { ...fact, at: null } : { ...fact, day: null };
  return {
    feed,
    kind: fact.kind,
    subject,
    claim: hashOf([feed, fact.kind, subject]),
    digest: hashOf([feed, said]),
    content: JSON.stringify(fact),
  };
}

function subjectOf(fact: Fact): string {
  if (fact.kind === 'advisory') return fact.id;
  if (fact.kind === 'release-life') return `${fact.product} ${fact.release}`;
  return fact.kind === 'repository' ? fact.repository : fact.cve;
}

function hashOf(value: unknown): string {
  return createHash('md5').update(canonicalJson(value)).digest('hex');
}
