import type { ApplyContext } from './apply-context.ts';
import type { OwnScans } from './own-evidence.ts';
import { readStoredFlaws } from './stored-flaws.ts';
import type { PastScan, StoredFlaw } from './stored-flaws.ts';
import type { ReportedScansRow } from './writes.gen.ts';

/** A scan of another tool that was reported before. */
export interface PastReport extends PastScan {
  readonly tool: string;
}

/** What was known of assets before an event. */
export interface KnownReports {
  readonly flaws: ReadonlyMap<string, readonly StoredFlaw[]>;
  /** Scans of other tools by asset, in the order of their start. */
  readonly reports: ReadonlyMap<string, readonly PastReport[]>;
  readonly own: OwnScans;
}

/** Read what is known of assets from other tools' reports, and of our own complete scans. */
export async function readKnown(
  { writer }: Pick<ApplyContext, 'writer'>,
  assetIds: readonly string[],
): Promise<KnownReports> {
  const stored = await writer.run('reported-flaws', { asset_ids: assetIds });
  const scans = await writer.run('reported-scans', { asset_ids: assetIds });
  return {
    flaws: new Map(stored.map((row) => [row.assetId, readStoredFlaws(row)])),
    reports: byAsset(scans.filter(({ report }) => report)),
    own: byAsset(scans.filter(({ report }) => !report)),
  };
}

function byAsset(rows: readonly ReportedScansRow[]): Map<string, PastReport[]> {
  const groups = Map.groupBy(rows, ({ assetId }) => assetId);
  return new Map([...groups].map(([assetId, scans]) => [assetId, scans.map(pastReport)]));
}

function pastReport(row: ReportedScansRow): PastReport {
  const { artifact, host, login, complete, narrow, startedAt, scanner } = row;
  return {
    tool: scanner,
    artifact,
    scanId: artifact.slice(0, 32),
    host,
    login,
    complete,
    narrow,
    at: Date.parse(startedAt),
  };
}
