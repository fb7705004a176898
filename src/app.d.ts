import type { TypedEarly } from '#lib/early-typing.ts';
import type { App as Installation } from '#lib/server/app.ts';
import type { SignedIn } from '#lib/server/auth/validate-session.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';

declare global {
  interface Window {
    /** Set by app.html; gone once the page's own script has taken over. */
    typedEarly?: TypedEarly | undefined;
  }
  namespace App {
    interface Error {
      message: string;
      /** Stable code of the failure. */
      code?: string;
      /** What the reader can do about it. */
      remedy?: string;
      /** Of an unexpected one: by it the server's log can be searched. */
      requestId?: string;
    }
    interface Locals {
      app: Installation;
      viewer: Viewer | null;
      /** Of a person at a page; null for strangers and API tokens. */
      signedIn: SignedIn | null;
    }
  }
}

export {};
