import type { FeedKnowledge } from '#core/advisory/advise.ts';
import type { AdvisoryNotice, FeedItem, KnownExploited, Statement } from '#core/advisory/feed-item.ts';
import { chooseCvss } from '#core/ranking/choose-cvss.ts';
import type { CveFacts, CvssFact } from '#core/ranking/rank-inputs.ts';

type Fact = Exclude<FeedItem, Statement>;

type Building = { -readonly [K in keyof CveFacts]: CveFacts[K] };

function factOf(score: CvssFact | undefined): CvssFact | null {
  if (!score) return null;
  const { version, source, vector } = score;
  return { score: score.score, version, source, vector };
}

/** What feeds know of advisories and vulnerabilities, made of their records; the first notice of an id counts. */
export function feedKnowledge(records: readonly Fact[]): FeedKnowledge {
  const notices = new Map<string, AdvisoryNotice>();
  const scores = new Map<string, Extract<Fact, { kind: 'cvss' }>[]>();
  const facts = new Map<string, Building>();
  const products = new Map<string, readonly string[]>();
  const factsOf = (cve: string): Building => {
    const known = facts.get(cve) ?? { cve, cvss: null, epss: null, kev: null, ssvc: null };
    facts.set(cve, known);
    return known;
  };
  for (const record of records) {
    if (record.kind === 'advisory')
      for (const id of [record.id, `${record.ecosystem}/${record.id}`])
        notices.set(id, notices.get(id) ?? record);
    else if (record.kind === 'cvss') scores.set(record.cve, [...(scores.get(record.cve) ?? []), record]);
    else if (record.kind === 'repository') products.set(record.repository, record.cpes);
    else if (record.kind === 'epss') {
      const { score, percentile, model, day } = record;
      factsOf(record.cve).epss = { score, percentile, model, day };
    } else if (record.kind === 'kev') {
      noteExploited(factsOf(record.cve), record);
    } else if (record.kind === 'cve' && record.rejected) factsOf(record.cve).rejected = true;
    else if (record.kind === 'ssvc') {
      const { exploitation, automatable, impact } = record;
      factsOf(record.cve).ssvc = { exploitation, automatable, impact };
    }
  }
  for (const [cve, given] of scores) factsOf(cve).cvss = factOf(chooseCvss(given)?.chosen);
  return {
    notice: (id, ecosystem) => notices.get(ecosystem === undefined ? id : `${ecosystem}/${id}`),
    facts: (cve) => facts.get(cve),
    productsOf: (repository) => products.get(repository) ?? [],
  };
}

/** The day of the first listing; that ransomware uses it only the catalogue itself tells, others say unknown. */
function noteExploited(known: Building, { added, ransomware, by }: KnownExploited): void {
  if (by === 'vendor') {
    known.exploited = known.exploited !== undefined && known.exploited < added ? known.exploited : added;
    return;
  }
  known.kev = {
    added: known.kev === null || added < known.kev.added ? added : known.kev.added,
    ransomware: ransomware ?? known.kev?.ransomware ?? null,
  };
}
