import { eachLine } from './section-lines.ts';

export interface Answer {
  readonly manager: 'dnf' | 'dnf5' | 'yum' | 'none';
  /** Exit code of the package manager, null = the section does not end as it should. */
  readonly exitCode: number | null;
  /** Visits what the package manager itself said, with line numbers of the section from 1. */
  eachLine(visit: (line: string, number: number) => void): void;
}

/** Splits a section into the name of the package manager, its own words, and how it ended. */
export function readAnswer(text: string): Answer {
  const first = /^manager\t(dnf|dnf5|yum|none)\n/.exec(text);
  const name = first?.[1];
  const last = /(?:^|\n)exit\t(\d{1,3})\n*$/.exec(text.slice(-64));
  const end = last ? text.length - last[0].length : text.length;
  return {
    manager: name === 'dnf' || name === 'dnf5' || name === 'yum' ? name : 'none',
    exitCode: last ? Number(last[1]) : null,
    eachLine: (visit) =>
      eachLine(text.slice(0, end), (line, number) => {
        if (number > 1 && line !== '') visit(line, number);
      }),
  };
}

/** The JSON array in an answer, and null when there is none; what else is printed around it is left out. */
export function readArray(answer: Answer): unknown[] | null {
  const lines: string[] = [];
  answer.eachLine((line) => {
    if (lines.length > 0 || line.startsWith('[')) lines.push(line);
  });
  const end = lines.findLastIndex((line) => line.endsWith(']'));
  try {
    const parsed: unknown = JSON.parse(lines.slice(0, end + 1).join('\n'));
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
