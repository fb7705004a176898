import type { Subject } from './audit-subject.ts';
import type { AuditRefusal } from './refuse-request.ts';
import { isRecordText } from './refuse-request.ts';

/** What an auditor says about something. */
export interface CommentContent {
  readonly engagement: string;
  /** Business unit whose people see it; `*` = all of them, null = only those whose role holds for all. */
  readonly unit: string | null;
  readonly about: Subject;
  readonly text: string;
}

interface Said {
  /** UTC ms. */
  readonly at: number;
  readonly person: string;
}

export type CommentEvent =
  | (Said & { readonly kind: 'made'; readonly content: CommentContent })
  | (Said & { readonly kind: 'taken-back'; readonly reason: string });

export interface CommentState {
  readonly content: CommentContent;
  readonly author: string;
  readonly madeAt: number;
  /** Null = it stands. */
  readonly takenBack: (Said & { readonly reason: string }) | null;
}

/** The state after an event that may happen; null = nothing was said yet. */
export function applyCommentEvent(state: CommentState | null, event: CommentEvent): CommentState | null {
  const { at, person } = event;
  if (event.kind === 'made') return { content: event.content, author: person, madeAt: at, takenBack: null };
  return state && { ...state, takenBack: { at, person, reason: event.reason } };
}

const failures = {
  author: {
    code: 'NOT_AUTHOR',
    message: 'Another auditor said this.',
    remedy: 'Leave it to who said it.',
    status: 403,
  },
  twice: {
    code: 'AUDIT_SETTLED',
    message: 'This comment is taken back already.',
    remedy: 'Say more in a new one.',
    status: 409,
  },
  reason: {
    code: 'AUDIT_TEXT',
    message: 'The reason has fewer than 10 or more than 2000 characters.',
    remedy: 'Say why it is taken back; both stay in the record.',
    status: 400,
    where: { field: 'reason' },
  },
} as const satisfies Record<string, AuditRefusal>;

/** Why a comment may not be taken back; null = it may. */
export function refuseTakingBack(
  { author, takenBack }: CommentState,
  { person, reason }: Extract<CommentEvent, { readonly kind: 'taken-back' }>,
): AuditRefusal | null {
  if (author !== person) return failures.author;
  if (takenBack !== null) return failures.twice;
  return isRecordText(reason) ? null : failures.reason;
}
