import { unauthenticated } from './authorise.ts';
import type { SignedIn } from './validate-session.ts';
import type { Viewer } from './viewer.ts';

/** The signed-in viewer of a request. @throws AppError UNAUTHENTICATED (401) */
export function viewerOf(locals: { readonly viewer: Viewer | null }): Viewer {
  if (locals.viewer) return locals.viewer;
  throw unauthenticated();
}

/** The session of a request made by a person at a page. @throws AppError UNAUTHENTICATED (401) */
export function signedInOf(locals: { readonly signedIn: SignedIn | null }): SignedIn {
  if (locals.signedIn) return locals.signedIn;
  throw unauthenticated();
}
