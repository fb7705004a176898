import { z } from 'zod';
import { AppError } from '#core/errors.ts';

/** What a document is asked with, as texts: the query string of the API, the options of a command. */
export type DocumentQuery = Readonly<Record<string, string>>;

/** What kinds of question a document answers. */
export interface DocumentShape {
  /** Names a reader may filter by. */
  readonly filters: readonly string[];
  readonly takesView: boolean;
  readonly takesId: boolean;
  readonly takesPage: boolean;
}

/** Every document by name, and what it can be asked. Light on purpose: the command line reads it for its help. */
export const documentShapes = {
  findings: {
    filters: [
      'unit',
      'asset',
      'product',
      'fix',
      'advisory',
      'cve',
      'rank',
      'state',
      'verdict',
      'due',
      'late',
      'class',
      'owner',
      'group',
      'exploited',
      'ranked',
      'adjudicated',
      'opened',
      'closed',
      'reopened',
      'exception',
      'q',
    ],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  finding: { filters: [], takesView: true, takesId: true, takesPage: false },
  patches: {
    filters: ['unit', 'rank', 'due', 'exploited', 'class', 'exception', 'product', 'advisory', 'cve', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  patch: { filters: ['unit', 'product'], takesView: true, takesId: true, takesPage: true },
  unfixed: {
    filters: ['unit', 'state', 'cve', 'product', 'asset', 'exploited', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  'unfixed-flaw': { filters: ['unit'], takesView: true, takesId: true, takesPage: false },
  'rank-changes': {
    filters: ['unit', 'status', 'to', 'asset', 'fix', 'product', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  adjudications: {
    filters: ['unit', 'status', 'verdict', 'subject', 'asset', 'fix', 'product', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  exceptions: {
    filters: ['unit', 'status', 'rank', 'finding', 'control', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  exception: { filters: [], takesView: true, takesId: true, takesPage: false },
  controls: { filters: ['unit', 'status', 'q'], takesView: true, takesId: false, takesPage: true },
  control: { filters: [], takesView: true, takesId: true, takesPage: false },
  registers: { filters: ['unit'], takesView: true, takesId: false, takesPage: false },
  'register-entries': {
    filters: ['unit', 'register', 'status', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  'support-ends': { filters: ['unit'], takesView: true, takesId: false, takesPage: false },
  'register-entry': { filters: [], takesView: true, takesId: true, takesPage: false },
  'audit-requests': {
    filters: ['unit', 'engagement', 'status', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  'audit-request': { filters: [], takesView: true, takesId: true, takesPage: false },
  'audit-comments': {
    filters: ['unit', 'engagement', 'kind', 'about', 'status', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  'audit-samples': {
    filters: ['unit', 'engagement', 'population', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  'audit-sample': { filters: [], takesView: true, takesId: true, takesPage: false },
  'audit-redraw': { filters: [], takesView: true, takesId: true, takesPage: false },
  stakeholders: {
    filters: ['unit', 'kind', 'status'],
    takesView: true,
    takesId: false,
    takesPage: false,
  },
  'stakeholders-of': { filters: [], takesView: true, takesId: true, takesPage: false },
  obligations: {
    filters: ['unit', 'rule', 'cohort', 'from', 'to', 'outcome', 'rank', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  assets: {
    filters: [
      'unit',
      'verdict',
      'coverage',
      'os',
      'release',
      'class',
      'group',
      'owner',
      'criticality',
      'environment',
      'exposure',
      'scope',
      'status',
      'reason',
      'late',
      'q',
    ],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  asset: { filters: ['q', 'only'], takesView: true, takesId: true, takesPage: true },
  posture: { filters: ['unit'], takesView: true, takesId: false, takesPage: false },
  coverage: { filters: ['unit'], takesView: true, takesId: false, takesPage: false },
  'time-to-patch': { filters: ['unit', 'rule', 'months'], takesView: true, takesId: false, takesPage: false },
  compliance: { filters: ['unit', 'rule', 'months'], takesView: true, takesId: false, takesPage: false },
  flow: { filters: ['unit', 'weeks'], takesView: true, takesId: false, takesPage: false },
  ageing: { filters: ['unit'], takesView: true, takesId: false, takesPage: false },
  units: { filters: ['unit'], takesView: true, takesId: false, takesPage: false },
  groups: { filters: ['unit'], takesView: true, takesId: false, takesPage: false },
  explain: { filters: [], takesView: true, takesId: true, takesPage: false },
  feeds: { filters: ['state'], takesView: true, takesId: false, takesPage: false },
  imports: { filters: ['kind', 'format', 'q'], takesView: true, takesId: false, takesPage: true },
  mappings: { filters: [], takesView: false, takesId: false, takesPage: false },
  scans: { filters: ['unit', 'outcome', 'asset'], takesView: true, takesId: false, takesPage: true },
  'second-opinions': {
    filters: ['unit', 'opinion', 'decision', 'tool', 'asset', 'product', 'q'],
    takesView: true,
    takesId: false,
    takesPage: true,
  },
  policies: { filters: [], takesView: false, takesId: false, takesPage: false },
  policy: { filters: [], takesView: false, takesId: true, takesPage: false },
  'policy-diff': { filters: ['from', 'to'], takesView: false, takesId: false, takesPage: false },
  'policy-what-if': { filters: [], takesView: false, takesId: true, takesPage: false },
  log: {
    filters: ['kind', 'actor', 'object', 'from', 'to', 'q'],
    takesView: false,
    takesId: false,
    takesPage: true,
  },
  'log-event': { filters: [], takesView: false, takesId: true, takesPage: false },
  'log-proof': { filters: ['seq', 'from', 'to'], takesView: false, takesId: false, takesPage: false },
  'log-export': { filters: ['after'], takesView: false, takesId: false, takesPage: false },
  'log-verify': { filters: ['checkpoint'], takesView: false, takesId: false, takesPage: false },
  viewer: { filters: [], takesView: false, takesId: false, takesPage: false },
} as const satisfies Record<string, DocumentShape>;

export type DocumentName = keyof typeof documentShapes;

/** Narrows a text of an address to a document's name. */
export function isDocumentName(name: string): name is DocumentName {
  return Object.hasOwn(documentShapes, name);
}

const digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const text = z.string().min(1).max(1000);

const fields = {
  id: text,
  asOf: text.optional(),
  knownAt: digits.optional(),
  sort: text.optional(),
  page: digits.optional(),
  pageSize: digits.optional(),
};

export interface DocumentInput {
  readonly id: string;
  readonly asOf?: string | undefined;
  readonly knownAt?: number | undefined;
  readonly sort?: string | undefined;
  readonly page?: number | undefined;
  readonly pageSize?: number | undefined;
  readonly filters: Readonly<Record<string, string>>;
}

/** Names a document's query may use. */
function parameterNames({ filters, takesView, takesId, takesPage }: DocumentShape): string[] {
  return [
    ...(takesId ? ['id'] : []),
    ...(takesView ? ['asOf', 'knownAt'] : []),
    ...(takesPage ? ['sort', 'page', 'pageSize'] : []),
    ...filters,
  ];
}

/**
 * A query, checked: only names the document has, each of the right form.
 * @throws AppError QUERY_INVALID
 */
export function readDocumentInput(name: DocumentName, query: DocumentQuery): DocumentInput {
  const shape: DocumentShape = documentShapes[name];
  const allowed = parameterNames(shape);
  for (const key of Object.keys(query)) {
    if (!allowed.includes(key)) throw unknownParameter(key, allowed);
  }
  const schema = z.object({ ...fields, id: shape.takesId ? text : z.undefined().optional() });
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw invalidParameter(String(parsed.error.issues[0]?.path[0] ?? 'query'));
  const filters: Record<string, string> = {};
  for (const key of shape.filters) {
    const value = query[key];
    if (value !== undefined) filters[key] = value;
  }
  return { ...parsed.data, id: parsed.data.id ?? '', filters };
}

/** A filter that is a whole number. @throws AppError QUERY_INVALID */
export function wholeNumber(field: string, value: string): number {
  const parsed = digits.safeParse(value);
  if (!parsed.success) throw invalidParameter(field);
  return parsed.data;
}

function unknownParameter(key: string, allowed: readonly string[]): AppError {
  return new AppError({
    code: 'QUERY_INVALID',
    message: `There is no parameter "${key.slice(0, 60)}".`,
    remedy: allowed.length > 0 ? `Use one of: ${allowed.join(', ')}.` : 'This document takes no parameters.',
    where: { field: key.slice(0, 60) },
  });
}

function invalidParameter(field: string): AppError {
  return new AppError({
    code: 'QUERY_INVALID',
    message: `The value of ${field} is not accepted.`,
    remedy: 'Give numbers as digits, and texts of 1 to 1000 characters.',
    where: { field },
  });
}
