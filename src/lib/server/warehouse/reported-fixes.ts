import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { isUnfixed } from '#core/reports/finding-of-flaw.ts';
import type { FlawFindings } from '#core/reports/finding-of-flaw.ts';
import type { TableRow } from './tables.ts';
import type { Writer } from './writer.ts';

/** CVEs of one fix that are kept; a list beyond that is no list of one fix. */
const MAX_CVES = 1000;

/** Gathers what a report says of fixes. */
export interface FixBook {
  readonly note: (findings: FlawFindings, flaw: ReportedFlaw) => void;
  /** Statements that the tool did not make before. */
  readonly rows: (seq: number) => TableRow<'reported_fix'>[];
}

interface FixWords {
  readonly fix: string;
  readonly product: string;
  readonly title: string;
  severity: ReportedFlaw['severity'];
  readonly cves: Set<string>;
}

const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** A book that knows what a tool said until now. */
export async function openFixBook(writer: Writer, tool: string): Promise<FixBook> {
  const known = new Set((await writer.run('reported-fixes', { tool })).map(statement));
  const fixes = new Map<string, FixWords>();
  return {
    note: ({ fixes: named, product }, flaw) => {
      for (const fix of named) {
        const key = `${fix}\u001f${product}`;
        const words = fixes.get(key) ?? newWords(fix, product, flaw);
        fixes.set(key, words);
        words.severity = worse(words.severity, flaw.severity);
        const cves = isUnfixed(fix) ? [fix.slice('no-fix:'.length)] : flaw.cves;
        for (const cve of cves) {
          if (!words.cves.has(cve) && words.cves.size < MAX_CVES) words.cves.add(own(cve));
        }
      }
    },
    rows: (seq) =>
      [...fixes.values()]
        .map(({ fix, product, title, severity, cves }) => {
          const list = JSON.stringify([...cves].sort());
          return { tool, fix, product, title, severity, cves: list, opened_seq: seq };
        })
        .filter((row) => !known.has(statement(row))),
  };
}

/** With texts of its own: a part of a text keeps the file alive that it was cut from. */
function newWords(fix: string, product: string, { title }: ReportedFlaw): FixWords {
  return { fix: own(fix), product: own(product), title: own(title), severity: null, cves: new Set() };
}

function own(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function worse(a: ReportedFlaw['severity'], b: ReportedFlaw['severity']): ReportedFlaw['severity'] {
  return severities.find((severity) => severity === a || severity === b) ?? null;
}

function statement(row: { fix: unknown; product: unknown; severity: unknown; cves: unknown }): string {
  return [row.fix, row.product, row.severity, row.cves].join('\u001f');
}
