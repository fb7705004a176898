import { error } from '@sveltejs/kit';
import { isAppError } from '#core/errors.ts';
import { shownData } from '#lib/format/shown-data.ts';
import { confirmFirst } from './step-up.server.ts';

/**
 * Waits for a use case and gives its answer with all texts as a page may show them; turns its expected failure into an error page with the same status, code and
 * remedy; who must confirm first is led there. Anything unexpected is thrown on, for the hook that hides it.
 */
export async function orErrorPage<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return shownData(await work());
  } catch (failure) {
    if (!isAppError(failure)) throw failure;
    confirmFirst(failure);
    const { status, message, code, remedy } = failure;
    error(status, { message, code, remedy });
  }
}
