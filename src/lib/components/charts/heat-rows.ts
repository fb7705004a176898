/** One figure of a heat table. */
export interface HeatCell {
  /** The count; null when it is not known, which is hatched and never 0. */
  readonly value: number | null;
  /** Per asset, for the other shading; null when there is no asset. */
  readonly rate?: number | null;
  /** Path in the read document. */
  readonly at: string;
  /** The list with the same count. */
  readonly href?: string;
}

/** The last column: another measure of the row, already in words. */
export interface HeatExtra {
  readonly text: string;
  readonly value: number | string | null;
  readonly at: string;
  readonly href?: string;
}

export interface HeatRow {
  readonly key: string;
  readonly label: string;
  readonly href?: string;
  /** In the order of the columns. */
  readonly cells: readonly HeatCell[];
  readonly total?: HeatCell;
  readonly extra?: HeatExtra;
}

export interface HeatColumn {
  readonly key: string;
  readonly label: string;
}
