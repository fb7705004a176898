import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import { isLocalDate } from '#core/time.ts';
import { statementOf } from './claim.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import { isDebianFlaw } from './debian-flaw.ts';
import { judgePackageLine, parsePackageLine } from './debian-list-line.ts';
import { eachListEntry, type ListEntry } from './debian-list-reader.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { limitedTally } from './limited-tally.ts';
import { laterInstant, publishedInstant } from './published-time.ts';

const NAME = 'debian-announcements';
const LISTS = 'https://salsa.debian.org/security-tracker-team/security-tracker/-/raw/master/data';
const HEADER = /^\[(\d{2}) ([A-Z][a-z]{2}) (\d{4})\] ((?:DSA|DLA|DTSA|ELA)-\d{1,6}(?:-\d{1,3})?)\s+(\S.*)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Debian's security announcements (DSA) and those of its long term support (DLA), with the day each was released. A
 * later revision such as DSA-2808-2 corrects the packages of the first and does not take its place: the flaws keep
 * their first day.
 */
export const debianAnnouncements: Feed = {
  title: 'Debian security announcements (DSA, DLA)',
  publisher: 'Debian Security Team',
  licence: 'not stated; public data of the Debian project',
  addresses: [`${LISTS}/DSA/list`, `${LISTS}/DLA/list`],
  isInParts: true,
  checksums: null,
  restates: 'advisory',
  recognises: (head) => /^\[\d{2} [A-Z][a-z]{2} \d{4}\] (?:DSA|DLA|DTSA|ELA)-\d/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let newest: string | null = null;
    for await (const document of input.documents())
      await eachListEntry(document, NAME, (entry) => {
        const notice = noticeOf(entry, `${document.name} line ${entry.header.line}`);
        if (notice === null) return tally.skip('an entry without day and id');
        newest = laterInstant(newest, publishedInstant(notice.released));
        tally.emit(notice);
        takeFixes(entry, notice, { name: document.name, tally: limitedTally(tally, NAME, notice.id) });
      });
    return tally.summary(newest, null);
  },
};

function noticeOf({ header, lines }: ListEntry, at: string): AdvisoryNotice | null {
  const [, dayOfMonth = '', monthName = '', year = '', id = '', subject = ''] =
    HEADER.exec(header.text) ?? [];
  const month = MONTHS.indexOf(monthName) + 1;
  const day = `${year}-${String(month).padStart(2, '0')}-${dayOfMonth}`;
  if (!isLocalDate(day)) return null;
  const flaws = lines.flatMap(({ text }) => /^\{([^{}]*)\}$/.exec(text)?.[1]?.split(/\s+/) ?? []);
  return {
    kind: 'advisory',
    ecosystem: 'debian',
    id,
    title: oneLine(subject.replace(/^(\S+) --? /, '$1: ')),
    released: day,
    severity: null,
    rating: null,
    about: 'security',
    cves: [...new Set(flaws.filter((flaw) => isCveId(flaw) || isDebianFlaw(flaw)))],
    url: `https://security-tracker.debian.org/tracker/${id}`,
    withdrawn: null,
    replaces: [],
    steps: null,
    at,
  };
}

function takeFixes(
  { lines }: ListEntry,
  notice: AdvisoryNotice,
  { name, tally }: { readonly name: string; readonly tally: FeedTally },
): void {
  const flaws = notice.cves.length > 0 ? notice.cves : [notice.id];
  for (const { text, line } of lines) {
    if (/^(?:\{|NOTE:|TO(?:DO):)/.test(text)) continue;
    const parsed = parsePackageLine(text);
    const judgement = parsed === null ? 'a line that is not understood' : judgePackageLine(parsed);
    if (parsed === null || typeof judgement === 'string') {
      tally.skip(typeof judgement === 'string' ? judgement : 'a line that is not understood');
      continue;
    }
    for (const vulnerability of flaws)
      tally.emit(
        statementOf({
          ecosystem: 'debian',
          release: parsed.release ?? 'sid',
          product: parsed.product,
          keyedBy: 'source',
          vulnerability,
          advisory: notice.id,
          scheme: 'deb',
          at: `${name} line ${line}`,
          ...judgement,
        }),
      );
  }
}
