import { unfixedChoices, unfixedWord } from '#lib/format/state-words.ts';

interface Unfixed {
  readonly vulnerability: string;
  readonly state: string;
  readonly note: string | null;
}

export interface UnfixedGroup {
  readonly state: string;
  readonly words: string;
  /** What belongs to the state: the version that is announced, the archive that has the fix, the vendor's words. */
  readonly note: string | null;
  readonly vulnerabilities: readonly string[];
}

/** Vulnerabilities without a fix by what the vendor says, those that may still get one first. */
export function unfixedGroups(unfixed: readonly Unfixed[]): UnfixedGroup[] {
  const order = unfixedChoices.map(({ value }) => value);
  const groups = Map.groupBy(unfixed, ({ state, note }) => `${state}\t${note ?? ''}`);
  return [...groups.values()]
    .flatMap(([first, ...rest]) =>
      first
        ? [
            {
              state: first.state,
              words: groupWords(first),
              note: isNamed(first) ? null : first.note,
              vulnerabilities: [first, ...rest].map(({ vulnerability }) => vulnerability),
            },
          ]
        : [],
    )
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** States whose note is a name that belongs into the sentence. */
function isNamed({ state, note }: Unfixed): boolean {
  return note !== null && (state === 'announced' || state === 'needs_subscription');
}

function groupWords({ state, note }: Unfixed): string {
  if (note !== null && state === 'announced') return `${note} is announced, not released`;
  if (note !== null && state === 'needs_subscription') return `Fix needs the subscription ${note}`;
  return unfixedWord(state);
}
