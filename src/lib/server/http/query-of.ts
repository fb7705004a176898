import { AppError } from '#core/errors.ts';

/** The query of an address as names and values. @throws AppError QUERY_INVALID for a name given twice */
export function queryOf(url: URL): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(query, name)) throw givenTwice(name);
    query[name] = value;
  }
  return query;
}

function givenTwice(name: string): AppError {
  const field = name.slice(0, 60);
  return new AppError({
    code: 'QUERY_INVALID',
    message: `The parameter ${field} is given twice.`,
    remedy: 'Give it once.',
    where: { field },
  });
}
