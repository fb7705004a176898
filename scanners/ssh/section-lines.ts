import type { SectionProblem } from '#core/inventory/observation.ts';

/** One section as text. Invalid UTF-8 becomes U+FFFD here; the raw bytes stay in the envelope. */
export interface SectionText {
  readonly section: string;
  readonly text: string;
}

/** Parsers note here what they could not read; at most one entry per section and reason survives. */
export class ProblemList {
  private readonly found = new Map<string, { problem: SectionProblem; more: number }>();

  /** `detail` is a sentence of ours; further problems of the same kind in a section are only counted. */
  add(section: string, kind: SectionProblem['kind'], detail: string): void {
    const key = `${section}\n${kind}`;
    const known = this.found.get(key);
    if (known) known.more += 1;
    else this.found.set(key, { problem: { section, kind, detail }, more: 0 });
  }

  unreadable(section: string, line: number): void {
    this.add(section, 'unreadable', `line ${line} is not in the expected form`);
  }

  list(): SectionProblem[] {
    return [...this.found.values()].map(({ problem, more }) =>
      more === 0 ? problem : { ...problem, detail: `${problem.detail} (and ${more} more)` },
    );
  }
}

/** Calls `visit` with each line and its number from 1; one pass, no array of lines. */
export function eachLine(text: string, visit: (line: string, number: number) => void): void {
  let start = 0;
  for (let number = 1; start < text.length; number += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    visit(text.slice(start, end), number);
    start = end + 1;
  }
}

/** Values of `key<TAB>value` lines by key. Lines that continue a value (none have a tab) are left out. */
export function keyedLines(text: string): (key: string) => string[] {
  const values = new Map<string, string[]>();
  eachLine(text, (line) => {
    const tab = line.indexOf('\t');
    if (tab < 1) return;
    const key = line.slice(0, tab);
    const list = values.get(key);
    if (list) list.push(line.slice(tab + 1));
    else values.set(key, [line.slice(tab + 1)]);
  });
  return (key) => values.get(key) ?? [];
}
