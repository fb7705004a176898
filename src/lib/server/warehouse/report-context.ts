import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import type { AdjudicationBook } from './adjudication-book.ts';
import type { ApplyContext } from './apply-context.ts';
import type { AppliedEvent } from './evidence.ts';
import type { ReportedScan } from './fold-reports.ts';
import type { ReportLoad } from './read-sightings.ts';

/** What applying a report needs besides what a scan does. */
export interface ReportContext extends ApplyContext {
  /** Assets of which another tool reported something: only these are looked at again after a scan of our own. */
  readonly reported: Set<string>;
  readonly adjudications: AdjudicationBook;
}

/** One report being applied. */
export interface ApplyingReport {
  readonly context: ReportContext;
  readonly event: AppliedEvent;
  readonly load: ReportLoad;
  readonly tool: string;
}

/** A scan of the report itself. */
export interface NewScan extends ReportedScan {
  readonly described: ReportedHost;
  /** Its report replaces what the same file brought before: the tool's reports are folded anew. */
  readonly again: boolean;
}
