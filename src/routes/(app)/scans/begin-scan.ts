import { redirect } from '@sveltejs/kit';
import type { SuperValidated } from 'sveltekit-superforms';
import type { Failure } from '#core/errors.ts';
import { formFailure } from '../../form-failure.ts';

/** Go to the job that `start` makes, or back to the form with what is wrong. */
export function beginScan<Data extends Record<string, unknown>>(
  form: SuperValidated<Data, Failure>,
  fields: readonly (keyof Data & string)[],
  start: () => { id: string },
) {
  let id: string;
  try {
    ({ id } = start());
  } catch (error) {
    return formFailure(form, error, fields);
  }
  redirect(303, `/scans/${id}`);
}
