import { neededSides } from './needed-signatures.ts';
import type { DraftBase } from './needed-signatures.ts';
import type { Signature, SigningSide } from './policy-record.ts';
import type { PolicyVersion } from './policy.ts';

/** What a version says, as it is drafted; number and first instant are given when it is published. */
export interface DraftContent {
  /** What changes and why, one to a few sentences. */
  readonly changeSummary: string;
  /** The policy in words, Markdown. */
  readonly text: string;
  /** Wished first day, local date in the policy's zone; never before the last signature. */
  readonly effectiveDay: string;
  readonly terms: PolicyTerms;
}

/** The rules of a version. */
export type PolicyTerms = Omit<PolicyVersion, 'version' | 'effectiveFromAt' | 'record'>;

interface Said {
  readonly at: number;
  readonly person: string;
  readonly draftId: string;
}

/** What people do about a draft, in the order of the log. */
export type DraftEvent = Said &
  (
    | {
        readonly kind: 'drafted';
        readonly base: number;
        readonly content: DraftContent;
        readonly hash: string;
      }
    | { readonly kind: 'edited'; readonly content: DraftContent; readonly hash: string }
    | { readonly kind: 'review-requested'; readonly hash: string }
    | { readonly kind: 'reviewed'; readonly hash: string; readonly agrees: boolean; readonly comment: string }
    | {
        readonly kind: 'signed';
        readonly hash: string;
        readonly side: SigningSide;
        /** Of an executive: the function that an administrator named the person for. */
        readonly function?: string;
      }
    | { readonly kind: 'returned'; readonly hash: string; readonly reason: string }
    | { readonly kind: 'withdrawn'; readonly reason: string }
    | { readonly kind: 'published'; readonly version: number }
  );

export type DraftStatus = 'draft' | 'in-review' | 'published' | 'withdrawn';

export interface DraftReview {
  readonly person: string;
  readonly at: number;
  readonly agrees: boolean;
  readonly comment: string;
  /** Of the content that was reviewed; another one has not been. */
  readonly hash: string;
}

export interface DraftState {
  readonly draftId: string;
  /** Version that it changes. */
  readonly base: number;
  readonly status: DraftStatus;
  readonly content: DraftContent;
  readonly hash: string;
  readonly modifiedAt: number;
  readonly authors: readonly string[];
  readonly reviews: readonly DraftReview[];
  /** Of the content as it stands. */
  readonly signatures: readonly Signature[];
  readonly returned: { readonly person: string; readonly at: number; readonly reason: string } | null;
  readonly version: number | null;
}

export type DraftRefusal =
  | 'DRAFT_UNKNOWN'
  | 'DRAFT_CLOSED'
  | 'DRAFT_NOT_IN_REVIEW'
  | 'STALE_VERSION'
  | 'FOUR_EYES'
  | 'ALREADY_SIGNED'
  | 'SIGNATURE_NOT_NEEDED'
  | 'BASE_REPLACED';

/** Drafts and what was published so far, as an event leaves them. */
export interface DraftBook {
  readonly drafts: ReadonlyMap<string, DraftState>;
  readonly newest: number;
  /** What versions say, by number: who signs depends on what changes. */
  readonly bases: ReadonlyMap<number, DraftBase>;
}

export const emptyBook: DraftBook = { drafts: new Map(), newest: 0, bases: new Map() };

/** Who has to sign a draft as it stands. */
export function sidesOf({ bases }: DraftBook, { base, content }: DraftState): readonly SigningSide[] {
  return neededSides(bases.get(base), content);
}

/** Why an event may not follow; null = it may. Persons are compared, never accounts. */
export function refuseDraftEvent(book: DraftBook, event: DraftEvent): DraftRefusal | null {
  const { drafts, newest } = book;
  if (event.kind === 'drafted') return event.base === newest ? null : 'BASE_REPLACED';
  const draft = drafts.get(event.draftId);
  if (!draft) return 'DRAFT_UNKNOWN';
  if (draft.status === 'published' || draft.status === 'withdrawn') return 'DRAFT_CLOSED';
  if (event.kind === 'edited' || event.kind === 'withdrawn') return null;
  if (event.kind === 'published') return isSigned(book, draft) ? null : 'DRAFT_NOT_IN_REVIEW';
  if (event.hash !== draft.hash) return 'STALE_VERSION';
  if (draft.base !== newest) return 'BASE_REPLACED';
  if (event.kind === 'review-requested') return draft.status === 'draft' ? null : 'DRAFT_CLOSED';
  if (draft.status !== 'in-review') return 'DRAFT_NOT_IN_REVIEW';
  if (event.kind === 'signed')
    return sidesOf(book, draft).includes(event.side) ? refuseSignature(draft, event) : 'SIGNATURE_NOT_NEEDED';
  return event.kind === 'reviewed' && draft.authors.includes(event.person) ? 'FOUR_EYES' : null;
}

function refuseSignature(
  { authors, signatures }: DraftState,
  { person, side }: { readonly person: string; readonly side: SigningSide },
): DraftRefusal | null {
  if (authors.includes(person)) return 'FOUR_EYES';
  if (signatures.some((one) => one.side === side)) return 'ALREADY_SIGNED';
  // Every function is another person.
  return signatures.some((one) => one.person === person) ? 'FOUR_EYES' : null;
}

/** All that have to have signed the content as it stands. */
export function isSigned(book: DraftBook, draft: DraftState): boolean {
  const { status, signatures } = draft;
  return (
    status === 'in-review' &&
    sidesOf(book, draft).every((side) => signatures.some((one) => one.side === side))
  );
}

/** The book after an event that `refuseDraftEvent` lets pass; others change nothing. */
export function applyDraftEvent(book: DraftBook, event: DraftEvent): DraftBook {
  if (refuseDraftEvent(book, event) !== null) return book;
  const next = nextState(book.drafts.get(event.draftId), event);
  if (!next) return book;
  const newest = event.kind === 'published' ? Math.max(book.newest, event.version) : book.newest;
  return { ...book, newest, drafts: new Map(book.drafts).set(event.draftId, next) };
}

function nextState(draft: DraftState | undefined, event: DraftEvent): DraftState | null {
  if (event.kind === 'drafted') return newDraft(event);
  if (!draft) return null;
  const { at, person } = event;
  switch (event.kind) {
    case 'edited':
      return edited(draft, event);
    case 'review-requested':
      return { ...draft, status: 'in-review', returned: null };
    case 'reviewed': {
      const { agrees, comment, hash } = event;
      return { ...draft, reviews: [...draft.reviews, { person, at, agrees, comment, hash }] };
    }
    case 'signed':
      return { ...draft, signatures: [...draft.signatures, signatureOf(event)] };
    case 'returned':
      return { ...draft, status: 'draft', signatures: [], returned: { person, at, reason: event.reason } };
    case 'withdrawn':
      return {
        ...draft,
        status: 'withdrawn',
        signatures: [],
        returned: { person, at, reason: event.reason },
      };
    case 'published':
      return { ...draft, status: 'published', version: event.version };
  }
}

function signatureOf({
  side,
  person,
  at,
  function: of,
}: Extract<DraftEvent, { readonly kind: 'signed' }>): Signature {
  return { side, person, at, ...(of === undefined ? {} : { function: of }) };
}

function newDraft({
  draftId,
  base,
  content,
  hash,
  at,
  person,
}: Extract<DraftEvent, { readonly kind: 'drafted' }>): DraftState {
  return {
    draftId,
    base,
    status: 'draft',
    content,
    hash,
    modifiedAt: at,
    authors: [person],
    reviews: [],
    signatures: [],
    returned: null,
    version: null,
  };
}

/** Whoever changes a word is an author from then on, and what was signed was another text. */
function edited(
  draft: DraftState,
  { content, hash, at, person }: Extract<DraftEvent, { readonly kind: 'edited' }>,
): DraftState {
  const authors = draft.authors.includes(person) ? draft.authors : [...draft.authors, person];
  const changed = { content, hash, modifiedAt: at, authors, signatures: [] };
  return { ...draft, ...changed, status: 'draft' };
}
