import type { EvidenceFile } from '../exception/exception-content.ts';
import type { RegisterName } from './register-kinds.ts';

/** What an entry says. */
export interface EntryContent {
  readonly title: string;
  /** Person who answers for it. */
  readonly owner: string;
  /** Business unit it belongs to; `*` = all. */
  readonly unit: string;
  /** By the names of the register's fields; an empty one stands for nothing said. */
  readonly fields: Readonly<Record<string, string>>;
  readonly evidence: readonly EvidenceFile[];
}

interface Said {
  /** UTC ms. */
  readonly at: number;
  readonly person: string;
}

export const reviewResults = ['confirmed', 'change-needed'] as const;

export type ReviewResult = (typeof reviewResults)[number];

/** What happens to one entry of a register, in the order of the log. */
export type RegisterEvent =
  | (Said & {
      readonly kind: 'recorded' | 'changed';
      readonly register: RegisterName;
      readonly content: EntryContent;
      /** Of register and content: what approvers approve. */
      readonly hash: string;
    })
  | (Said & { readonly kind: 'approved' | 'returned'; readonly hash: string; readonly reason: string })
  | (Said & {
      readonly kind: 'reviewed';
      readonly result: ReviewResult;
      readonly note: string;
      readonly evidence: readonly EvidenceFile[];
    })
  | (Said & { readonly kind: 'closed'; readonly reason: string });
