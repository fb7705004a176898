import type { PopulationName, SampledItem } from '#core/audit/audit-sample.ts';
import type { FieldProblem } from '#core/exception/check-content.ts';
import { localDate } from '#core/sla/calendar.ts';
import { isLocalDate } from '#core/time.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listExceptions } from '../exceptions/list-exceptions.ts';
import { listFindings } from '../findings/list-findings.ts';
import { listAssets } from '../inventory/list-assets.ts';

/** The moment of which a population is listed, and the zone of its days. */
export interface Moment {
  readonly asOf: string;
  readonly knownAt: number;
  readonly zone: string;
}

type Filters = Readonly<Record<string, string>>;

interface Population {
  readonly title: string;
  /** Filters of its list that it takes; `from` and `until` are days. */
  readonly filters: readonly string[];
  readonly list: (app: App, viewer: Viewer, filters: Filters, moment: Moment) => Promise<SampledItem[]>;
}

const findingFilters = ['rank', 'class', 'product', 'owner', 'group', 'q'];

/** What a sample can be drawn from. Each lists what its page lists, for the same viewer. */
export const populationKinds: Readonly<Record<PopulationName, Population>> = {
  'closed-findings': {
    title: 'Closed findings',
    filters: ['from', 'until', ...findingFilters],
    list: async (app, viewer, { from = '', until = '9999-12-31', ...filters }, { asOf, knownAt, zone }) => {
      const query = { ...filters, asOf, knownAt, verdict: 'pass' };
      const { rows } = await listFindings(app, viewer, query);
      return rows.flatMap((row) => {
        if (row.resolvedAt === null) return [];
        const day = localDate(Date.parse(row.resolvedAt), zone);
        return day >= from && day <= until ? [findingItem(row, zone)] : [];
      });
    },
  },
  'open-findings': {
    title: 'Open findings',
    filters: ['due', ...findingFilters],
    list: async (app, viewer, filters, { asOf, knownAt, zone }) => {
      const query = { ...filters, asOf, knownAt, verdict: 'fail' };
      return (await listFindings(app, viewer, query)).rows.map((row) => findingItem(row, zone));
    },
  },
  exceptions: {
    title: 'Exceptions',
    filters: ['status', 'rank', 'q'],
    list: async (app, viewer, filters, { asOf, knownAt, zone }) => {
      const { rows } = await listExceptions(app, viewer, { ...filters, asOf, knownAt });
      return rows
        .filter(({ status }) => status !== 'draft')
        .map(({ id, title, status, approvedAt, expiresAt }) => ({
          id,
          label: `${id}, ${title}`,
          detail: words([status, said('approved', approvedAt, zone), said('ends', expiresAt, zone)]),
          path: `/exceptions/${id}`,
        }));
    },
  },
  assets: {
    title: 'Assets',
    filters: [
      'verdict',
      'coverage',
      'class',
      'criticality',
      'environment',
      'exposure',
      'scope',
      'owner',
      'q',
    ],
    list: async (app, viewer, filters, { asOf, knownAt, zone }) => {
      const { rows } = await listAssets(app, viewer, { ...filters, asOf, knownAt });
      return rows.map(({ id, name, os, verdict, unit, lastComplete }) => ({
        id,
        label: name,
        detail: words([os, verdict, unit, said('last complete scan', lastComplete, zone)]),
        path: `/assets/${id}`,
      }));
    },
  },
};

type FindingRow = Awaited<ReturnType<typeof listFindings>>['rows'][number];

/** With the days that a test of PCI DSS 6.3.3 compares. */
function findingItem(row: FindingRow, zone: string): SampledItem {
  return {
    id: row.id,
    label: `${row.advisory ?? row.fix}, ${row.product} on ${row.asset}`,
    detail: words([
      row.rank,
      row.state,
      said('released', row.released, zone),
      said('installed', row.installedAt, zone),
      said('proven', row.resolvedAt, zone),
      said('due', row.due, zone),
    ]),
    path: `/findings/${row.id}`,
  };
}

function said(what: string, at: string | null, zone: string): string | null {
  if (at === null) return null;
  // A release is known as a day or as an instant.
  return `${what} ${at.length === 10 ? at : localDate(Date.parse(at), zone)}`;
}

function words(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(', ');
}

/** What is wrong with filters; an unknown one is refused, because it may be a misspelt one. */
export function filterProblems(name: PopulationName, filters: Filters): readonly FieldProblem[] {
  const known = populationKinds[name].filters;
  return Object.entries(filters).flatMap(([field, value]) => {
    if (!known.includes(field))
      return [{ field, message: `${populationKinds[name].title} have no such filter.` }];
    const isDay = field === 'from' || field === 'until';
    return isDay && !isLocalDate(value) ? [{ field, message: 'Give a day such as 2026-05-31.' }] : [];
  });
}
