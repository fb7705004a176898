import { isReportedKey, readAdviceKey } from '#core/advisory/advice-key.ts';
import type { DecidingRecord } from '#core/advisory/advise.ts';
import { isSettingsFix } from '#core/advisory/settings-item.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import { feedStates } from '../feeds/feed-states.ts';
import type { FeedState } from '../feeds/feed-states.ts';
import type { FeedFilesRow } from '../warehouse/queries.gen.ts';
import { nothingKnown } from '../warehouse/rank-inputs-of.ts';

/**
 * What feeds say of the version that a finding is about: its flaws with their scores, each with the record that
 * decides it, the file that record stands in and that file's digest. null = no feed speaks of it.
 */
export async function findAdvice(app: App, view: View, key: string | null) {
  if (key === null) return null;
  const [row] = await app.warehouse.query('advice-of', { ...view.params, key });
  if (!row) return null;
  const { records, facts, cves, releasedDay, ...said } = row;
  const seqs = [...new Set(records.map(({ seq }) => String(seq)))];
  const [files, { loads }] = await Promise.all([
    app.warehouse.query('feed-files', { ...view.params, seqs }),
    feedStates(app, view),
  ]);
  // Of a fix that other tools report, feeds are not asked by what is installed.
  const { platform, version, module } = isReportedKey(key) ? unasked : readAdviceKey(key);
  return {
    ...said,
    released: said.released ?? releasedDay,
    platform,
    installed: version,
    module: module === '' || isSettingsFix(module) ? null : module,
    staleFeeds: staleOf(loads, new Set([...records.map(({ feed }) => feed), ...scoring])),
    cves: cves.map((cve) => {
      const record = records.find(({ vulnerability }) => vulnerability === cve);
      const file = files.find(({ seq }) => seq === record?.seq);
      const known = facts.find((one) => one.cve === cve) ?? nothingKnown(cve);
      const { rejected = false, ...scores } = known;
      return { ...scores, rejected, fixed: record?.fixed ?? null, record: recordOf(record, file) };
    }),
  };
}

const unasked = { platform: null, version: null, module: '' };

/** Whose word ranks rest on, beside the records that decide. */
const scoring = ['cisa-kev', 'nvd', 'cve-list', 'epss'];

/** Of these feeds those whose newest file is too old: what they say of the finding may be outdated. */
function staleOf(loads: readonly FeedState[], named: ReadonlySet<string>) {
  const newest = new Map<string, FeedState>();
  for (const load of loads) {
    const known = newest.get(load.feed);
    if (load.state === 'records' || !named.has(load.feed)) continue;
    if (known === undefined || known.receivedAt < load.receivedAt) newest.set(load.feed, load);
  }
  return [...newest.values()]
    .filter(({ state }) => state === 'stale')
    .map(({ feed, receivedAt, ageDays }) => ({ feed, receivedAt, ageDays }));
}

/** The record that decides, with the file it stands in. */
function recordOf(record: DecidingRecord | undefined, file: FeedFilesRow | undefined) {
  if (!record) return null;
  const { feed, at, seq } = record;
  return {
    feed,
    at,
    seq,
    file: file?.fileName ?? null,
    sha256: file?.artifact ?? null,
    publishedAt: file?.publishedAt ?? null,
    receivedAt: file?.receivedAt ?? null,
  };
}

export type FindingAdvice = Awaited<ReturnType<typeof findAdvice>>;
