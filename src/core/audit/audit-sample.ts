import type { AuditRefusal } from './refuse-request.ts';
import { lengthOf, maxText, minReason } from '../ranking/decision-text.ts';

export const populations = ['closed-findings', 'open-findings', 'exceptions', 'assets'] as const;
export type PopulationName = (typeof populations)[number];

/** One element of a sample, named as it was when the sample was drawn. */
export interface SampledItem {
  readonly id: string;
  readonly label: string;
  /** What an auditor looks at first, in a few words. */
  readonly detail: string;
  /** Path of its page inside the product. */
  readonly path: string;
}

/** A sample as it was drawn: whatever is needed to draw it again. */
export interface SampleContent {
  readonly engagement: string;
  readonly title: string;
  /** Such as `PCI DSS 6.3.3`; empty = none named. */
  readonly requirement: string;
  readonly population: PopulationName;
  /** What the population was narrowed by, by the names of its list's filters. */
  readonly filters: Readonly<Record<string, string>>;
  /** Business units it was taken from; `['*']` = all. */
  readonly units: readonly string[];
  /** State of the world of which the population was listed. */
  readonly asOf: string;
  readonly knownAt: number;
  readonly populationSize: number;
  /** SHA-256 of the sorted ids, see `populationDigest`. */
  readonly digest: string;
  readonly seed: string;
  /** False where the auditor gave it. */
  readonly seedDrawn: boolean;
  readonly method: string;
  readonly items: readonly SampledItem[];
}

export const itemResults = ['pass', 'exception-noted', 'not-applicable'] as const;
export type ItemResult = (typeof itemResults)[number];

interface Said {
  /** UTC ms. */
  readonly at: number;
  readonly person: string;
}

export type SampleEvent =
  | (Said & { readonly kind: 'drawn'; readonly content: SampleContent })
  | (Said & {
      readonly kind: 'judged';
      readonly item: string;
      readonly result: ItemResult;
      readonly note: string;
    });

export interface SampleState {
  readonly content: SampleContent;
  readonly author: string;
  readonly drawnAt: number;
  /** The latest result of each item, by its id. */
  readonly judged: ReadonlyMap<string, Extract<SampleEvent, { readonly kind: 'judged' }>>;
}

/** The state after an event that may happen; null = nothing was drawn yet. */
export function applySampleEvent(state: SampleState | null, event: SampleEvent): SampleState | null {
  if (event.kind === 'drawn')
    return { content: event.content, author: event.person, drawnAt: event.at, judged: new Map() };
  if (state === null) return null;
  return { ...state, judged: new Map([...state.judged, [event.item, event]]) };
}

const failures = {
  author: {
    code: 'NOT_AUTHOR',
    message: 'Another auditor drew this sample.',
    remedy: 'Leave the result to who drew it, or draw your own.',
    status: 403,
  },
  item: {
    code: 'NOT_FOUND',
    message: 'That is not in the sample.',
    remedy: 'Choose one of its items.',
    status: 404,
  },
  note: {
    code: 'AUDIT_TEXT',
    message: `A noted exception needs a note of ${minReason} characters or more, and none has more than ${maxText}.`,
    remedy: 'Say what was found.',
    status: 400,
    where: { field: 'note' },
  },
} as const satisfies Record<string, AuditRefusal>;

/** Why a result may not be recorded; null = it may. Another result of the same item takes its place. */
export function refuseResult(
  { author, content }: SampleState,
  { person, item, result, note }: Extract<SampleEvent, { readonly kind: 'judged' }>,
): AuditRefusal | null {
  if (author !== person) return failures.author;
  if (!content.items.some(({ id }) => id === item)) return failures.item;
  const isLacking = result === 'exception-noted' && lengthOf(note) < minReason;
  return isLacking || note.length > maxText ? failures.note : null;
}
