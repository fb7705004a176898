import type { ReportHolds } from '#scanners/importers/held-hosts.ts';

/** What came of a file, as the list of imports keeps it; which fields there are depends on its kind. */
export interface ImportedReceipt {
  /** Of a report. */
  readonly tool?: string;
  readonly assets?: number;
  readonly flaws?: number;
  readonly findings?: number;
  readonly new?: number;
  readonly unchanged?: number;
  readonly reopened?: number;
  readonly closed?: number;
  /** What somebody said that it holds; absent = as the file says. */
  readonly holds?: ReportHolds;
  /** Of a report and of a feed. */
  readonly records?: number;
  /** Of a feed: records left out, and the publisher's date. */
  readonly skipped?: number;
  readonly publishedAt?: string | null;
  /** Of the first scan of the file. */
  readonly host?: string;
  readonly outcome?: string;
  /** Of a vendor's document. */
  readonly source?: string;
  readonly advisories?: number;
}
