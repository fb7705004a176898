import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError, isAppError } from '#core/errors.ts';
import { openFeedFile } from '../feeds/feed-input.ts';
import type { FeedLimits } from '../feeds/feed-input.ts';
import { openSource } from '../feeds/file-source.ts';
import { KIND_HEAD, kindOfFile } from '../feeds/file-kind.ts';
import { reportEmptyFile, reportTruncated } from './report-error.ts';
import type { ReportDocument } from './report-importer.ts';

/** A report as somebody gave it: its path, or its bytes. */
export interface ReportFile {
  readonly fileName: string;
  readonly content: string | Uint8Array;
}

/** Small enough for texts of it to be young garbage: larger ones stay until memory is short. */
const CHUNK = 64 * 1024;
const MIB = 1024 * 1024;

/** What a packed report may hold (security-reliability T6). */
export const reportFileLimits: FeedLimits = {
  totalBytes: 4096 * MIB,
  memberBytes: 2048 * MIB,
  members: 10_000,
  ratio: 100,
  ratioFrom: 64 * MIB,
};

export type ReportDocuments = readonly [ReportDocument, ...ReportDocument[]];

/**
 * Gives the documents of a file to `work`: the file itself, or the members of the archive that it is, unpacked into
 * files of a directory of their own that is removed afterwards.
 * @throws AppError FILE_EMPTY, FILE_UNREADABLE, REPORT_TRUNCATED, ARCHIVE_RATIO, ARCHIVE_TOO_LARGE, ARCHIVE_NESTED, ARCHIVE_PATH,
 * ARCHIVE_ENCRYPTED, ARCHIVE_INVALID, and what `work` throws
 */
export async function withDocuments<T>(
  file: ReportFile,
  tempDir: string,
  work: (documents: ReportDocuments, packed: boolean) => T | Promise<T>,
): Promise<T> {
  const fileName = basename(file.fileName);
  const opened = openSource({ ...file, fileName, receivedAt: 0 });
  const head = opened.read(0, KIND_HEAD);
  opened.close();
  if (opened.size === 0) throw reportEmptyFile();
  if (kindOfFile(head) === 'plain') {
    const place = typeof file.content === 'string' ? { path: file.content } : {};
    return work([{ name: fileName, ...place, chunks: () => chunksOf(file.content, fileName) }], false);
  }
  const directory = mkdtempSync(join(tempDir, 'report-'));
  try {
    return await work(await unpack({ ...file, fileName }, directory), true);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function unpack(file: ReportFile, directory: string): Promise<ReportDocuments> {
  const documents: ReportDocument[] = [];
  try {
    const input = await openFeedFile({ ...file, receivedAt: 0 }, reportFileLimits);
    for await (const { name, bytes } of input.documents()) {
      // Named by us: what an archive calls its members is never a path.
      const path = join(directory, String(documents.length));
      await writeChunks(path, bytes());
      documents.push({ name, path, chunks: () => chunksOf(path, name) });
    }
  } catch (error) {
    throw isAppError(error) ? archiveError(error) : error;
  }
  const [first, ...rest] = documents;
  if (first === undefined) throw reportEmptyFile();
  return [first, ...rest];
}

async function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = openSync(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) {
      for (let done = 0; done < chunk.byteLength;) done += writeSync(file, chunk, done);
    }
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file on disk or at hand, in order. @throws AppError FILE_UNREADABLE */
export function* chunksOf(content: string | Uint8Array, fileName: string): Generator<Uint8Array> {
  if (typeof content !== 'string') {
    for (let at = 0; at < content.byteLength; at += CHUNK) yield content.subarray(at, at + CHUNK);
    return;
  }
  const file = openFile(content, fileName);
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const length = readSync(file, chunk, 0, CHUNK, null);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

function openFile(path: string, fileName: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new AppError({
      code: 'FILE_UNREADABLE',
      message: `${fileName} cannot be opened.`,
      remedy: 'Check the name and whether you may read it.',
      cause,
    });
  }
}

const archiveCodes: readonly (readonly [RegExp, string, string])[] = [
  [/times its size/, 'ARCHIVE_RATIO', 'The archive unpacks to more than 100 times its size.'],
  [/FEED_TOO_LARGE/, 'ARCHIVE_TOO_LARGE', 'The archive holds more than is accepted: 4 GiB in 10,000 files.'],
  [/leaves the archive/, 'ARCHIVE_PATH', 'The archive holds a link, or a file whose name leads out of it.'],
  [/inside; unpack/, 'ARCHIVE_NESTED', 'The archive holds another archive.'],
  [/encrypted/, 'ARCHIVE_ENCRYPTED', 'The archive is encrypted.'],
  [/FEED_INVALID/, 'ARCHIVE_INVALID', 'The archive is damaged, or packed in a way that is not read.'],
];

/** The reader of packed files speaks of feeds: here the same in the words of reports. */
function archiveError(error: AppError): AppError {
  if (error.code === 'FEED_TRUNCATED') return reportTruncated();
  if (error.code === 'FEED_EMPTY') return reportEmptyFile();
  const said = `${error.code} ${error.message}`;
  const found = archiveCodes.find(([pattern]) => pattern.test(said));
  if (!found) return error;
  const [, code, message] = found;
  const entry = error.where?.['entry'];
  return new AppError({
    code,
    message: entry === undefined ? message : `${message.replace(/\.$/, '')}: “${entry}”.`,
    remedy: 'Unpack it yourself, look at what it holds, and import the report in it.',
    ...(entry === undefined ? {} : { where: { entry } }),
    cause: error,
  });
}
