/** A scan of another tool's report by its place in the order of such scans. */
export interface PlacedScan {
  /** Start, UTC ms. */
  readonly at: number;
  readonly artifact: string;
  /** Key of the host in the report. */
  readonly host: string;
}

/** In the order of their start, ties by content: never by arrival. */
export function byPlace(a: PlacedScan, b: PlacedScan): number {
  return a.at - b.at || compareText(a.artifact, b.artifact) || compareText(a.host, b.host);
}

/** Order of code units, which is the same everywhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
