import {
  dateOrders,
  mappedFields,
  mappedSeverities,
  mappedStatuses,
} from '#scanners/importers/column-mapping.ts';
import type {
  DateOrder,
  MappedField,
  MappedSeverity,
  MappedStatus,
  MappingDocument,
} from '#scanners/importers/column-mapping.ts';
import { plainWord } from '#scanners/importers/column-mapping.ts';
import { severityOfWord } from '#scanners/importers/report-rating.ts';

/** What somebody has chosen so far, as the form has it; '' = nothing. */
export interface MappingDraft {
  readonly name: string;
  /** The version that is edited; 0 = a new mapping. */
  readonly basedOn: number;
  readonly tool: string;
  readonly title: string;
  readonly columns: Readonly<Record<MappedField, string>>;
  readonly constants: Readonly<Record<MappedField, string>>;
  readonly dates: DateOrder;
  readonly zone: string;
  readonly withoutStatus: MappedStatus;
  /** Meanings of words, by the word. */
  readonly severities: Readonly<Record<string, MappedSeverity>>;
  readonly statuses: Readonly<Record<string, MappedStatus>>;
  readonly complete: boolean;
  readonly credentialed: '' | 'yes' | 'no';
}

const none = (): Record<MappedField, string> => {
  const fields = mappedFields.map((field) => [field, ''] as const);
  return Object.fromEntries(fields) as Record<MappedField, string>;
};

/** Where a new mapping begins. */
export function newDraft(guesses: Partial<Record<MappedField, string>>, fileName: string): MappingDraft {
  return {
    name: shortName(fileName),
    basedOn: 0,
    tool: '',
    title: '',
    columns: { ...none(), ...guesses },
    constants: none(),
    dates: 'year-first',
    zone: '',
    withoutStatus: 'open',
    severities: {},
    statuses: {},
    complete: false,
    credentialed: '',
  };
}

/** A saved mapping as a draft of its next version. */
export function draftOf(
  document: MappingDocument,
  { name, version }: { name: string; version: number },
): MappingDraft {
  const columns = none();
  for (const field of mappedFields) columns[field] = document.columns[field]?.[0] ?? '';
  return {
    name,
    basedOn: version,
    tool: document.tool,
    title: document.title,
    columns,
    constants: { ...none(), ...document.constants },
    dates: document.dates ?? 'year-first',
    zone: document.zone ?? '',
    withoutStatus: document.withoutStatus ?? 'open',
    severities: byWord(document.severities ?? {}),
    statuses: byWord(document.statuses ?? {}),
    complete: document.complete ?? false,
    credentialed: credentialWord(document.credentialed ?? null),
  };
}

function credentialWord(credentialed: boolean | null): MappingDraft['credentialed'] {
  if (credentialed === null) return '';
  return credentialed ? 'yes' : 'no';
}

function byWord<Meaning extends string>(
  lists: Readonly<Partial<Record<Meaning, readonly string[]>>>,
): Record<string, Meaning> {
  const entries = Object.entries(lists) as [Meaning, readonly string[]][];
  return Object.fromEntries(entries.flatMap(([meaning, words]) => words.map((word) => [word, meaning])));
}

/** Reads the form; what it does not name, or names wrongly, is as in a new mapping. */
export function readDraft(data: FormData): MappingDraft {
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const columns = none();
  const constants = none();
  for (const field of mappedFields) {
    columns[field] = text(`column.${field}`);
    constants[field] = text(`constant.${field}`);
  }
  const basedOn = Number(text('basedOn'));
  const said = text('credentialed');
  return {
    name: text('name'),
    basedOn: Number.isSafeInteger(basedOn) ? basedOn : 0,
    tool: text('tool'),
    title: text('title'),
    columns,
    constants,
    dates: dateOrders.find((order) => order === text('dates')) ?? 'year-first',
    zone: text('zone'),
    withoutStatus: mappedStatuses.find((status) => status === text('withoutStatus')) ?? 'open',
    severities: readWords(data, 'severity', mappedSeverities),
    statuses: readWords(data, 'status', mappedStatuses),
    complete: text('complete') === 'yes',
    credentialed: said === 'yes' || said === 'no' ? said : '',
  };
}

/** `word.status` and `meaning.status` stand in pairs. */
function readWords<Meaning extends string>(
  data: FormData,
  kind: 'severity' | 'status',
  meanings: readonly Meaning[],
): Record<string, Meaning> {
  const chosen = data.getAll(`meaning.${kind}`).map(String);
  const words = data.getAll(`word.${kind}`).map(String);
  const pairs = words.flatMap((word, index) => {
    const meaning = meanings.find((one) => one === chosen[index]);
    return meaning === undefined ? [] : [[word, meaning] as const];
  });
  return Object.fromEntries(pairs);
}

/** The document that a draft stands for, of a file with this header. */
export function documentOf(draft: MappingDraft, header: readonly string[]): MappingDocument {
  const { columns, constants, severities, statuses } = draft;
  const chosen = mappedFields.filter((field) => columns[field] !== '');
  const fixed = mappedFields.filter((field) => columns[field] === '' && constants[field] !== '');
  const credentialed = draft.credentialed === '' ? null : draft.credentialed === 'yes';
  return {
    schema: 'patchproof.column-mapping',
    version: 1,
    title: draft.title || `a list of ${draft.tool || 'another tool'} (CSV)`,
    tool: draft.tool || 'Own list',
    identifiedBy: [[...header]],
    columns: Object.fromEntries(chosen.map((field) => [field, [columns[field]]])),
    constants: Object.fromEntries(fixed.map((field) => [field, constants[field]])),
    required: chosen.filter((field) => field === 'status'),
    severities: byMeaning(severities),
    statuses: byMeaning(statuses),
    withoutStatus: draft.withoutStatus,
    dates: draft.dates,
    zone: draft.zone || null,
    bareFixes: columns.fixes === '' ? null : 'KB',
    credentialed,
    complete: draft.complete,
  };
}

function byMeaning<Meaning extends string>(
  words: Readonly<Record<string, Meaning>>,
): Partial<Record<Meaning, string[]>> {
  const lists: Partial<Record<Meaning, string[]>> = {};
  for (const [word, meaning] of Object.entries(words) as [string, Meaning][])
    (lists[meaning] ??= []).push(word);
  return lists;
}

const usualStatuses: Readonly<Record<string, MappedStatus>> = {
  open: 'open',
  missing: 'open',
  needed: 'open',
  new: 'open',
  active: 'open',
  reopened: 'open',
  failed: 'open',
  'not installed': 'open',
  vulnerable: 'open',
  fixed: 'fixed',
  installed: 'fixed',
  resolved: 'fixed',
  remediated: 'fixed',
  closed: 'fixed',
  patched: 'fixed',
  'not applicable': 'not-affected',
  'not affected': 'not-affected',
  'not required': 'not-affected',
  accepted: 'accepted',
  'risk accepted': 'accepted',
  ignored: 'accepted',
  unknown: 'unknown',
};

/** What words of a column most likely mean; words that are plain by themselves need no translation. */
export function guessWords(words: { severity: readonly string[]; status: readonly string[] }) {
  const severities: Record<string, MappedSeverity> = {};
  for (const word of words.severity) {
    const usual = severityOfWord(word);
    if (usual !== null) severities[word] = usual;
  }
  const statuses: Record<string, MappedStatus> = {};
  for (const word of words.status) {
    const key = plainWord(word);
    if (Object.hasOwn(usualStatuses, key)) statuses[word] = usualStatuses[key] ?? 'open';
  }
  return { severities, statuses };
}

/** A name for the mapping of a file: `Server list 2026.csv` → `server-list-2026`. */
function shortName(fileName: string): string {
  const stem = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '').toLowerCase();
  return stem
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
