import type { ReleaseLife } from '#core/advisory/feed-item.ts';
import { releaseLabel } from '#core/inventory/windows-release.ts';
import { NEAR_DAYS, supportEnd } from '#core/register/support-end.ts';
import { addDays } from '#core/sla/calendar.ts';
import type { LocalDate } from '#core/time.ts';
import { countOf } from '#lib/format/numbers.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { entriesInView } from './register-book.ts';
import type { StandingEntry } from './register-book.ts';

/**
 * Releases in use that get no more fixes or lose them within a year, by what feeds say, what ends first foremost, each
 * with the entry of the register that is about it. Without a feed on releases there is nothing to suggest: `fed`.
 */
export async function suggestSupportEnds(app: App, viewer: Viewer, input: ViewInput) {
  authorise(viewer, 'register.read');
  const view = await resolveView(app, viewer, input);
  const today: LocalDate = view.asOf.slice(0, 10);
  const until = addDays(today, NEAR_DAYS);
  const [releases, loads, named] = await Promise.all([
    app.warehouse.query('release-ends', { ...view.params, covered_since: view.coveredSince }),
    app.warehouse.query('feed-loads', view.params),
    app.warehouse.query('unit-names', view.params),
  ]);
  const known = entriesInView(app, view).filter(
    ({ state }) => state.register === 'end-of-support' && state.closedAt === null,
  );
  const nameOf = new Map(named.map(({ unit, name }) => [unit, name]));
  const rows = releases.flatMap(({ subject, system, content, units, ...counts }) => {
    // Written by the parsers of feeds, as every fact of theirs.
    const end = supportEnd(JSON.parse(content) as ReleaseLife, { ...counts, today, until });
    if (end === null) return [];
    // One name of a Windows system stands for several of its releases.
    const technology = /^windows(?:-server)? /.test(subject) ? releaseLabel(subject) : system;
    const entry = entryAbout(known, [subject, technology]);
    const named = units.map((unit) => ({ unit, name: nameOf.get(unit) ?? 'Unassigned' }));
    return [{ release: subject, technology, ...end, ...counts, units: named, entry }];
  });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    /** Whether any feed on releases was taken in. */
    fed: loads.some(({ feed }) => feed === 'endoflife'),
    open: rows.filter(({ entry }) => entry === null).length,
    rows: rows.toSorted((a, b) => ((a.ends ?? '') < (b.ends ?? '') ? -1 : 1)),
  };
}

export type SupportEndRow = Awaited<ReturnType<typeof suggestSupportEnds>>['rows'][number];

/** The fields of a new entry about a release, as far as they are known. Plan and day are left to the people. */
export function startOfEntry({ technology, ends, assets, unsure, units, extendedUntil }: SupportEndRow) {
  const where = `${countOf(assets, 'asset')} of ${units.map(({ name }) => name).join(', ')}.`;
  const maybe = unsure === 0 ? '' : ` Of ${unsure} the edition is not told.`;
  const extension =
    extendedUntil === null ? '' : ` An extension lasts until ${extendedUntil}; not all of them take it.`;
  return {
    title: `End of fixes for ${technology}`,
    fields: { technology, ends: ends ?? '', where: `${where}${maybe}${extension}` },
  };
}

function entryAbout(entries: readonly StandingEntry[], names: readonly string[]): string | null {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found = entries.find(({ state }) =>
    wanted.has((state.content.fields['technology'] ?? '').trim().toLowerCase()),
  );
  return found?.id ?? null;
}
