import { isAppError } from '#core/errors.ts';
import { authorities } from './authorise.ts';
import type { Permission } from './permissions.ts';
import type { Viewer } from './viewer.ts';

/**
 * Decides with one's own authority, else, where that does not reach, with the authority of a person away who chose this
 * delegate: `decide` then gets a viewer with `onBehalfOf`, and asks whether that person could decide it too.
 * @throws AppError of `authorise`; what `decide` threw with the authority that reached furthest
 */
export async function decideAs<T>(
  asking: Viewer,
  permission: Permission,
  decide: (viewer: Viewer) => Promise<T>,
): Promise<T> {
  let refusal: unknown = null;
  for (const viewer of authorities(asking, permission)) {
    try {
      return await decide(viewer);
    } catch (error) {
      if (!isAppError(error) || (error.status !== 403 && error.status !== 404)) throw error;
      // What is not seen answers like what is absent: a refusal that was reached says more.
      if (refusal === null || (isAppError(refusal) && refusal.status === 404)) refusal = error;
    }
  }
  throw refusal;
}

/** The persons whose decision it is: each of them must be somebody else than who asked. */
export function personsOf(viewer: Viewer): readonly string[] {
  return [viewer.personId ?? '', ...(viewer.onBehalfOf === undefined ? [] : [viewer.onBehalfOf])];
}

/** What the event says beside its actor when it was decided for somebody away. */
export function onBehalf({ onBehalfOf }: Viewer): { readonly onBehalfOf?: string } {
  return onBehalfOf === undefined ? {} : { onBehalfOf };
}
