/** Roles of people that a register names as its writers and approvers. */
export type RegisterRole = 'administrator' | 'ciso' | 'analyst' | 'manager' | 'owner' | 'operator';

/** True where a field of the entry has that value. */
export interface FieldIs {
  readonly field: string;
  readonly is: string;
}

export interface RegisterField {
  readonly name: string;
  readonly label: string;
  /** `line` and `text` differ in length, `count` is a whole number from 0 on, `day` a local date. */
  readonly form: 'line' | 'text' | 'count' | 'day' | 'choice';
  /** Without it an entry is not taken; or only where another field has a value. */
  readonly needed: boolean | FieldIs;
  readonly hint?: string;
  /** Of a choice. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** An ISO 8601 duration, and another one where a field has a value. */
export interface ReviewInterval {
  readonly usual: string;
  readonly when?: FieldIs & { readonly interval: string };
}

/**
 * What has to happen again, and when:
 * - `entry`: each entry is looked at again within the interval after its last review or approval;
 * - `series`: the next entry of the same unit is due within the interval after the newest one that counts;
 * - `once`: each entry is confirmed within the interval after a day that it names, and is then done.
 */
export type Cadence =
  | { readonly of: 'entry'; readonly interval: ReviewInterval }
  | {
      readonly of: 'series';
      readonly interval: ReviewInterval;
      /** Field with the day from which it is counted. */
      readonly day: string;
      /** Entries that count; null = all of them. */
      readonly counts: FieldIs | null;
    }
  | { readonly of: 'once'; readonly interval: ReviewInterval; readonly day: string };

/** One register, as data: what an entry says, who writes and approves it, what proves it, when it is due again. */
export interface RegisterKind {
  readonly title: string;
  readonly noun: string;
  /** What it is for, in one sentence. */
  readonly about: string;
  /** Where it is asked for. */
  readonly source: string;
  readonly fields: readonly RegisterField[];
  readonly writers: readonly RegisterRole[];
  /** Who may approve an entry that somebody else wrote; null = it needs no approval. */
  readonly approvers: readonly RegisterRole[] | null;
  /** The files that an entry cannot do without, in words; null = they are welcome and not needed. */
  readonly evidence: string | null;
  readonly cadence: Cadence;
}

/** Who approves where a register asks for senior management. */
export const seniorManagement: readonly RegisterRole[] = ['ciso', 'manager'];
