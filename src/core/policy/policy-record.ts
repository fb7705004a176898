/**
 * Who signs a version. Service levels bind the one that asks and the one that works: both sign always. An executive of
 * another function than these two signs as well where more than service levels changes (`neededSides`).
 */
export const signingSides = ['security', 'operations', 'executive'] as const;

export type SigningSide = (typeof signingSides)[number];

/** How a version came about; kept within it. */
export interface PolicyRecord {
  readonly draftId: string;
  readonly changeSummary: string;
  readonly text: string;
  /** Person ids. */
  readonly authors: readonly string[];
  readonly reviewers: readonly string[];
  readonly signatures: readonly Signature[];
  /** UTC ms of the last change of the content. */
  readonly modifiedAt: number;
  /** SHA-256 of the signed content, hex. */
  readonly contentHash: string;
}

export interface Signature {
  readonly side: SigningSide;
  readonly person: string;
  /** UTC ms. */
  readonly at: number;
  /** Of an executive: the function that was signed for. */
  readonly function?: string;
}
