import { message, setError, type SuperValidated } from 'sveltekit-superforms';
import { isAppError, publicFailure } from '#core/errors.ts';
import type { AppError, Failure } from '#core/errors.ts';
import { confirmFirst } from './step-up.server.ts';

type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 429 | 503;
const STATUSES: readonly number[] = [400, 401, 403, 404, 409, 429, 503];
const isStatus = (status: number): status is ErrorStatus => STATUSES.includes(status);

/** What is wrong with a field, where the failure tells it field by field. */
function wordsOf({ message: said, remedy, where }: AppError, field: string): string {
  return String(where?.[`problem.${field}`] ?? `${said} ${remedy}`);
}

/**
 * Puts an expected failure of a use case back into its form: beside the field it names, else above the
 * form. Who must confirm first is led there. Anything unexpected is thrown on.
 */
export function formFailure<Data extends Record<string, unknown>>(
  form: SuperValidated<Data, Failure>,
  error: unknown,
  fields: readonly (keyof Data & string)[],
) {
  if (!isAppError(error)) throw error;
  confirmFirst(error);
  const failure = publicFailure(error);
  const field = fields.find((name) => name === error.where?.['field']);
  const status = isStatus(error.status) ? error.status : 400;
  // superforms types paths of nested data; ours is flat, or a list that the failure is about as a whole.
  if (field !== undefined) {
    const place = Array.isArray(form.data[field]) ? `${field}._errors` : field;
    return setError(form, place as never, wordsOf(error, field), { status });
  }
  return message(form, failure, { status });
}
