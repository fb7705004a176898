import type { EvidenceFile } from '../exception/exception-content.ts';
import type { LocalDate } from '../time.ts';
import type { Subject } from './audit-subject.ts';

/** What an auditor asks for. */
export interface RequestContent {
  readonly engagement: string;
  /** Business unit whose people see it; `*` = all of them, null = only those whose role holds for all. */
  readonly unit: string | null;
  readonly title: string;
  readonly text: string;
  /** Such as `PCI DSS 6.3.3`; empty = none named. */
  readonly requirement: string;
  readonly about: Subject | null;
  readonly due: LocalDate;
}

interface Said {
  /** UTC ms. */
  readonly at: number;
  readonly person: string;
}

/** What happens to one request, in the order of the log. */
export type RequestEvent =
  | (Said & { readonly kind: 'asked'; readonly content: RequestContent })
  | (Said & {
      readonly kind: 'answered';
      readonly text: string;
      readonly evidence: readonly EvidenceFile[];
    })
  | (Said & { readonly kind: 'accepted' | 'returned' | 'withdrawn'; readonly text: string });

export type RequestStatus = 'open' | 'answered' | 'returned' | 'accepted' | 'withdrawn';

export interface RequestState {
  readonly content: RequestContent;
  /** The auditor who asked. */
  readonly author: string;
  readonly askedAt: number;
  readonly status: RequestStatus;
  /** When it got this status. */
  readonly since: number;
  /** How many records it has: who decides names the one that was read. */
  readonly version: number;
  /** Who answered last; null = nobody yet. */
  readonly answeredBy: string | null;
}

const statusAfter = {
  asked: 'open',
  answered: 'answered',
  accepted: 'accepted',
  returned: 'returned',
  withdrawn: 'withdrawn',
} as const satisfies Record<RequestEvent['kind'], RequestStatus>;

/** The state after an event that may happen; null = nothing was asked yet. */
export function applyRequestEvent(state: RequestState | null, event: RequestEvent): RequestState | null {
  const { at, person } = event;
  if (event.kind === 'asked') {
    const { content } = event;
    return {
      content,
      author: person,
      askedAt: at,
      status: 'open',
      since: at,
      version: 1,
      answeredBy: null,
    };
  }
  if (state === null) return null;
  return {
    ...state,
    status: statusAfter[event.kind],
    since: at,
    version: state.version + 1,
    answeredBy: event.kind === 'answered' ? person : state.answeredBy,
  };
}

/** Whether it waits for people of the organisation. */
export function waitsForStaff({ status }: Pick<RequestState, 'status'>): boolean {
  return status === 'open' || status === 'returned';
}

/** Whether it is not at its end: accepted or withdrawn. */
export function isUnsettled({ status }: Pick<RequestState, 'status'>): boolean {
  return status !== 'accepted' && status !== 'withdrawn';
}
