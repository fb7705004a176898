import { ownText } from '../own-text.ts';

/** Texts kept of each half: more than a tool has checks and packages for the systems of one report. */
const MOST = 16_384;
/** Longer texts are what a tool saw on one host, and come once. */
const LONGEST = 1000;

interface Known<T> {
  readonly text: string;
  readonly answer: T;
}

/**
 * A pure function of a text that remembers its latest answers: a report names the same checks, packages and remedies for
 * host after host. Everybody gets the same answer, so nobody may change it.
 */
export function remembered<T>(answer: (text: string) => T): (text: string) => T {
  let recent = new Map<string, Known<T>>();
  let older = new Map<string, Known<T>>();
  const learn = (text: string): Known<T> => {
    const own = ownText(text);
    return { text: own, answer: answer(own) };
  };
  return (text) => {
    const known = recent.get(text);
    if (known) return known.answer;
    if (text.length > LONGEST) return answer(text);
    if (recent.size >= MOST) {
      older = recent;
      recent = new Map();
    }
    const found = older.get(text) ?? learn(text);
    recent.set(found.text, found);
    return found.answer;
  };
}
