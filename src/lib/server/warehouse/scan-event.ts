import type { AppliedEvent } from './evidence.ts';

/** One scan of one asset, as an event recorded it. */
export interface ScanEvent {
  readonly event: AppliedEvent;
  readonly assetId: string;
  readonly artifact: string;
  readonly jobId: string | null;
}
