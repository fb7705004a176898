import { readListQuery } from '#lib/components/list-query.ts';

/** What the page asks of all its documents: rule, months, date and unit. */
export function readTimeToPatchQuery(url: URL) {
  const { filters, asOf, knownAt, unit } = readListQuery(url, ['rule', 'months']);
  return { ...filters, asOf, knownAt, unit };
}
