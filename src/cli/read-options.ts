import { documentShapes, readDocumentInput } from '#lib/server/read-documents/document-input.ts';
import type {
  DocumentName,
  DocumentQuery,
  DocumentShape,
} from '#lib/server/read-documents/document-input.ts';
import type { OptionSpecs, OptionValues } from './parse-options.ts';
import { usageError } from './usage-error.ts';

/** Options of a command that answers for a date. */
export const viewOptions = {
  'as-of': { type: 'string', value: 'DATE', summary: 'as it was true: a day, or an instant with a zone' },
  'known-at': { type: 'string', value: 'N', summary: 'as the log knew it up to event N' },
} as const satisfies OptionSpecs;

/** Options of a command whose document can be narrowed. */
export const narrowOptions = {
  ...viewOptions,
  filter: { type: 'string', multiple: true, value: 'KEY=VALUE', summary: 'only what has that value' },
} as const satisfies OptionSpecs;

/** Options of a command that lists. */
export const listOptions = {
  ...narrowOptions,
  sort: { type: 'string', value: 'COLUMN', summary: 'sort by it; -COLUMN turns it round' },
} as const satisfies OptionSpecs;

type ViewValues = OptionValues<typeof viewOptions>;
type ListValues = OptionValues<typeof listOptions>;

/** The query of a document from a command's options, checked before anything is opened. @throws AppError USAGE */
export function readQuery(
  name: DocumentName,
  options: ViewValues & Partial<ListValues>,
  id?: string,
): DocumentQuery {
  const query: Record<string, string> = {
    ...(id === undefined ? {} : { id }),
    ...(options['as-of'] === undefined ? {} : { asOf: options['as-of'] }),
    ...(options['known-at'] === undefined ? {} : { knownAt: options['known-at'] }),
    ...(options.sort === undefined ? {} : { sort: options.sort }),
    ...readFilters(documentShapes[name].filters, options.filter ?? []),
  };
  readDocumentInput(name, query);
  return query;
}

function readFilters(names: DocumentShape['filters'], given: readonly string[]): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const text of given) {
    const cut = text.indexOf('=');
    const key = cut === -1 ? text : text.slice(0, cut);
    const value = text.slice(cut + 1);
    if (!names.includes(key))
      throw usageError(`There is no filter "${key}".`, `Filter by: ${names.join(', ')}.`);
    if (cut === -1 || value === '')
      throw usageError(`The filter ${key} has no value.`, `Write --filter ${key}=VALUE.`);
    if (Object.hasOwn(filters, key)) throw usageError(`The filter ${key} is given twice.`, 'Give it once.');
    filters[key] = value;
  }
  return filters;
}

/** Option of a list that has a CSV form. */
export const csvOption = { csv: { type: 'boolean', summary: 'print CSV' } } as const satisfies OptionSpecs;

/** The line of a command's help that names its filters. */
export function filterNote(name: DocumentName): string {
  return `Filters: ${documentShapes[name].filters.join(', ')}.`;
}
