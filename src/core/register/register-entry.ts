import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { EntryContent, RegisterEvent, ReviewResult } from './register-event.ts';
import type { RegisterName } from './register-kinds.ts';

interface Step {
  readonly person: string;
  readonly at: number;
}

/** An entry after what happened to it; what time does to it is derived, see `standingsOf`. */
export interface EntryState {
  readonly register: RegisterName;
  readonly content: EntryContent;
  readonly hash: string;
  readonly recordedAt: number;
  readonly changedAt: number;
  /** Everybody who wrote a part of it: none of them may approve it. */
  readonly authors: readonly string[];
  /** Of the content that stands; null = none. */
  readonly approval: Step | null;
  /** The latest approval, also of content that was changed since. */
  readonly approvedAt: number | null;
  /** The latest review. */
  readonly review: (Step & { readonly result: ReviewResult }) | null;
  /** The latest review that found it still right. */
  readonly confirmedAt: number | null;
  /** Why an approver gave it back; null = nobody did since it was last changed. */
  readonly returned: string | null;
  readonly closedAt: number | null;
}

/** SHA-256 of what an entry says, hex. */
export function entryHash(register: RegisterName, content: EntryContent): string {
  return createHash('sha256').update(canonicalJson({ register, content })).digest('hex');
}

/** The state after an event that may happen; null = nothing was recorded yet. */
export function applyRegisterEvent(state: EntryState | null, event: RegisterEvent): EntryState | null {
  if ('content' in event) return write(state, event);
  if (state === null) return null;
  const { person, at } = event;
  if (event.kind === 'approved')
    return { ...state, approval: { person, at }, approvedAt: at, returned: null };
  if (event.kind === 'returned') return { ...state, returned: event.reason, approval: null };
  if (!('result' in event)) return { ...state, closedAt: at };
  const confirmedAt = event.result === 'confirmed' ? at : state.confirmedAt;
  return { ...state, review: { person, at, result: event.result }, confirmedAt };
}

function write(
  state: EntryState | null,
  { register, content, hash, person, at }: Extract<RegisterEvent, { readonly kind: 'recorded' | 'changed' }>,
): EntryState {
  const authors = state?.authors ?? [];
  return {
    register,
    content,
    hash,
    recordedAt: state?.recordedAt ?? at,
    changedAt: at,
    authors: authors.includes(person) ? authors : [...authors, person],
    approval: null,
    approvedAt: state?.approvedAt ?? null,
    review: state?.review ?? null,
    confirmedAt: state?.confirmedAt ?? null,
    returned: null,
    closedAt: null,
  };
}
