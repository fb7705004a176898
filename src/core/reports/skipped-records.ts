/** Records of a file that bring no finding, and why. */
export interface SkippedRecords {
  readonly reason: string;
  readonly n: number;
}
