import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { jsonText, type JsonObject } from './json-records.ts';

/** What a report of Trivy shows of the options that it was made with. */
export interface TrivyScope {
  noteClass(name: string): void;
  /** A flaw that is listed as such, not one that is set aside. */
  noteFlaw(entry: JsonObject | null): void;
  /** Whether nothing was left out, as far as a report can show. */
  isWhole(kind: ReportedHost['kind']): boolean;
}

/**
 * Trivy does not write with what options it ran, and `--severity HIGH,CRITICAL`, `--ignore-unfixed` and `--pkg-types`
 * are common in pipelines. That they left nothing out can be seen only from what is listed:
 * - a flaw of severity LOW. Whoever asks for low ones asks for those above. UNKNOWN shows less: it may be asked for
 *   with HIGH and CRITICAL only;
 * - a flaw without a fixed version;
 * - results of system packages and of language packages; of a repository, which has no system, of language packages.
 * A report without flaws shows none of it: one of `--severity CRITICAL` looks the same. Ignore files, `--ignore-status`
 * and policies leave no trace at all, but for the flaws that `--show-suppressed` lists.
 */
export function trivyScope(): TrivyScope {
  const classes = new Set<string>();
  const seen = { low: false, unfixed: false };
  return {
    noteClass(name) {
      classes.add(name);
    },
    noteFlaw(entry) {
      seen.low ||= jsonText(entry, 'Severity') === 'LOW';
      seen.unfixed ||= jsonText(entry, 'FixedVersion') === null;
    },
    isWhole: (kind) =>
      seen.low &&
      seen.unfixed &&
      classes.has('lang-pkgs') &&
      (kind === 'repository' || classes.has('os-pkgs')),
  };
}
