import type { Permission } from '#lib/server/auth/permissions.ts';
import type { About } from './two-units.ts';

/** One thing that can be asked for, and the permissions it takes. */
export interface Operation {
  /** `public` = strangers too; `signed-in` = anybody with an account; else every one of the permissions. */
  readonly needs: 'public' | 'signed-in' | readonly Permission[];
  /** Parameters of the address that are not objects of a unit. */
  readonly params?: Readonly<Record<string, string>>;
  /** Parameters that name objects of a unit: the same answer for a foreign as for an absent one. */
  readonly of?: (about: About) => Readonly<Record<string, string>>;
  readonly query?: (about: About) => Readonly<Record<string, string>>;
  readonly form?: (about: About) => Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `body` and `form` name objects of a unit. */
  readonly aboutUnit?: true;
  /** What it may answer to whoever may ask it, beside 200 and, for a change, 303. */
  readonly answers?: readonly number[];
}

export const reason = 'A reason long enough for the record.';
export const evidence = 'https://example.org/why';

/** A page or download that shows a list. */
export const list = (...needs: readonly Permission[]): Operation => ({ needs });

/** A page or download about one object of a unit. */
export const one = (of: NonNullable<Operation['of']>, ...needs: readonly Permission[]): Operation => ({
  needs,
  of,
});
