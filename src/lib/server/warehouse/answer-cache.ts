/** Answers kept at most, and rows of one answer: an export is not kept. */
const MAX_ANSWERS = 300;
const MAX_ROWS = 3000;

type Rows = readonly unknown[];

interface Answer {
  readonly seq: number;
  readonly rows: Promise<Rows>;
}

/**
 * Answers of queries while nothing new is applied: a query is a function of its parameters and the events so far.
 * The same question asked twice at once is answered once.
 */
export interface AnswerCache {
  /** @param seq last event applied when it is asked */
  answer<T extends Rows>(key: string, seq: number, ask: () => Promise<T>): Promise<T>;
  clear(): void;
}

export function createAnswerCache(): AnswerCache {
  const answers = new Map<string, Answer>();
  return {
    answer: <T extends Rows>(key: string, seq: number, ask: () => Promise<T>) => {
      const kept = answers.get(key);
      if (kept?.seq === seq) {
        // Asked again: it moves to the end of the line of those that are dropped.
        answers.delete(key);
        answers.set(key, kept);
        return kept.rows as Promise<T>;
      }
      const rows = ask();
      answers.set(key, { seq, rows });
      const drop = () => {
        if (answers.get(key)?.rows === rows) answers.delete(key);
      };
      rows.then((found) => {
        if (found.length > MAX_ROWS) drop();
      }, drop);
      const [oldest] = answers.keys();
      if (answers.size > MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
      return rows;
    },
    clear: () => answers.clear(),
  };
}
