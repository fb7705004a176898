import { isLocalDate } from '#core/time.ts';
import { isCveId } from './cve-fields.ts';
import { feedInvalid, feedTruncated } from './feed-error.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed, FeedDocument } from './feed.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { eachLine } from './read-lines.ts';

const NAME = 'epss';
const MAX_LINE = 4096;

/**
 * Scores of one day. Layouts since April 2021: `cve,epss`; with `percentile` from September 2021; from 4 February
 * 2022 a comment line before them names model and day.
 */
export const epss: Feed = {
  title: 'Exploit Prediction Scoring System',
  publisher: 'FIRST',
  licence: 'free to use with citation',
  addresses: ['https://epss.empiricalsecurity.com/epss_scores-current.csv.gz'],
  checksums: null,
  restates: 'everything',
  recognises: (head) => /^(?:#model_version:[^\n]*\n)?cve,epss(?:,percentile)?\r?\n/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let published: string | null = null;
    let model: string | null = null;
    for await (const document of input.documents()) {
      const edition = await readScores(document, tally);
      published = laterInstant(published, edition.publishedAt);
      model = edition.model ?? model;
    }
    return tally.summary(published, model);
  },
};

interface Edition {
  readonly model: string | null;
  readonly day: string | null;
  readonly publishedAt: string | null;
}

async function readScores(document: FeedDocument, tally: FeedTally): Promise<Edition> {
  let edition = editionOfName(document.name);
  let columns = 0;
  const seen = new Set<string>();
  const place = (line: number) => `${document.name}, line ${line}`;
  const end = await eachLine(document, { feed: NAME, maxLength: MAX_LINE }, (text, line) => {
    if (columns > 0) return void takeScore(text, { place: () => place(line), columns, edition, seen, tally });
    if (line === 1 && text.startsWith('#')) return void (edition = editionOfComment(text, edition));
    if (text !== 'cve,epss' && text !== 'cve,epss,percentile')
      throw feedInvalid(NAME, place(line), 'the columns are not cve, epss and percentile');
    columns = text.split(',').length;
  });
  if (!end.isLastEnded) throw feedTruncated(NAME, place(end.lines));
  return edition;
}

/** `#model_version:v2023.03.01,score_date:2024-10-25T00:00:00+0000` */
function editionOfComment(text: string, named: Edition): Edition {
  const [, model = null, date = null] = /^#model_version:([^,]+),score_date:(\S+)$/.exec(text) ?? [];
  const publishedAt = publishedInstant(date);
  return {
    model,
    publishedAt: publishedAt ?? named.publishedAt,
    day: publishedAt?.slice(0, 10) ?? named.day,
  };
}

/** Files before February 2022 tell their day by their name alone. */
function editionOfName(name: string): Edition {
  const [, day = ''] = /epss_scores-(\d{4}-\d{2}-\d{2})/.exec(name) ?? [];
  return isLocalDate(day)
    ? { model: null, day, publishedAt: publishedInstant(day) }
    : { model: null, day: null, publishedAt: null };
}

interface Row {
  readonly place: () => string;
  readonly columns: number;
  readonly edition: Edition;
  readonly seen: Set<string>;
  readonly tally: FeedTally;
}

function takeScore(text: string, { place, columns, edition, seen, tally }: Row): void {
  const fields = text.split(',');
  if (fields.length !== columns)
    throw feedInvalid(NAME, place(), `it has ${fields.length} fields, not ${columns}`);
  const [cve = '', scoreText = '', percentileText] = fields;
  const score = share(scoreText);
  const percentile = percentileText === undefined ? null : share(percentileText);
  if (!isCveId(cve)) return tally.skip('without a CVE id');
  if (score === null || (percentileText !== undefined && percentile === null))
    return tally.skip('without a score from 0 to 1');
  if (seen.has(cve)) return tally.skip('listed twice');
  seen.add(cve);
  tally.emit({ kind: 'epss', cve, score, percentile, model: edition.model, day: edition.day });
}

/** A share from 0 to 1 as EPSS writes it, exponents included; null for anything else. */
function share(text: string): number | null {
  if (!/^\d(?:\.\d+)?(?:[eE]-?\d+)?$/.test(text)) return null;
  const value = Number(text);
  return value >= 0 && value <= 1 ? value : null;
}
