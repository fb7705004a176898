import { setError, type SuperValidated } from 'sveltekit-superforms';
import { isAppError } from '#core/errors.ts';
import type { Failure } from '#core/errors.ts';
import { formFailure } from '../../form-failure.ts';

/** As `formFailure`, for a failure that tells of several fields: each has its own words beside it. */
export function fieldsFailure<Data extends Record<string, unknown>>(
  form: SuperValidated<Data, Failure>,
  error: unknown,
  fields: readonly (keyof Data & string)[],
) {
  const where = isAppError(error) ? (error.where ?? {}) : {};
  for (const field of fields) {
    const problem = where[`problem.${field}`];
    // superforms types paths of nested data; ours is flat.
    if (problem !== undefined && field !== where['field']) setError(form, field as never, String(problem));
  }
  return formFailure(form, error, fields);
}
