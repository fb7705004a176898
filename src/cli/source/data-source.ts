import type { DocumentName, DocumentQuery } from '#lib/server/read-documents/document-input.ts';
import type { CsvName, Documents } from '#lib/server/read-documents/index.ts';
import type { FeedInput, FeedReceipt } from '#lib/server/feeds/receive-feed.ts';
import type { ImportInput, ImportReceipt } from '#lib/server/imports/import-file.ts';
import type { DecisionsImport, ImportedDecisions } from '#lib/server/inventory/import-decisions.ts';
import type { Receipt } from '#lib/server/scans/receive-envelope.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { Envelope } from '#scanners/envelope.ts';
import type { HostKeyTrust, ScanTarget, SshCredentials } from '#scanners/scanner.ts';

/** Where a command gets its answers: the running server, or the data directory when none runs. */
export interface DataSource {
  read<N extends DocumentName>(name: N, query: DocumentQuery): Promise<Documents[N]>;
  readCsv(name: CsvName, query: DocumentQuery): Promise<string>;
  submit(envelope: Envelope): Promise<Receipt>;
  importFile(input: ImportInput): Promise<ImportReceipt>;
  importFeed(input: FeedInput): Promise<FeedReceipt>;
  /** The publisher has nothing newer than what came last from there. */
  confirmFeed(feed: FeedName, address: string): Promise<void>;
  importDecisions(input: DecisionsImport): Promise<ImportedDecisions>;
  /** A stored credential, opened. @throws AppError when only the server may open it */
  credentials(name: string): SshCredentials | null;
  /** Host keys pinned for a target. */
  pinned(target: ScanTarget): HostKeyTrust['pinned'];
  close(): Promise<void>;
}
