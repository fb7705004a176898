import { tarDocuments } from './read-tar.ts';
import { zipDocuments } from './read-zip.ts';
import { refuseNested, type ArchiveContext } from './archive-member.ts';
import type { PackedErrors } from './bzip2.ts';
import { peekChunks, type Chunks } from './chunk-stream.ts';
import { decompress, type Compression } from './decompress.ts';
import { feedEmpty, feedInvalid, feedTruncated } from './feed-error.ts';
import type { FeedDocument, FeedInput } from './feed.ts';
import { kindOfFile, KIND_HEAD } from './file-kind.ts';
import { openSource, sourceChunks, type FeedSource } from './file-source.ts';
import { feedLimits, outputBudget, type FeedLimits, type OutputBudget } from './output-budget.ts';

export type { FeedSource } from './file-source.ts';
export { feedLimits, type FeedLimits } from './output-budget.ts';

const HEAD_BYTES = 64 * 1024;

/**
 * Opens a file as a feed reads it: gzip, zstd, xz, bzip2, zip, tar, and tar inside a compression are told by their
 * first bytes and unpacked as they are read; archives within archives are refused. Each document's bytes are to be
 * read once, before the next document; `documents()` may be called again and begins anew.
 * Reading throws FEED_TRUNCATED, FEED_INVALID (damaged, encrypted, nested), FEED_EMPTY, FEED_TOO_LARGE.
 * @throws AppError FILE_UNREADABLE, FEED_EMPTY
 */
export async function openFeedFile(source: FeedSource, limits: FeedLimits = feedLimits): Promise<FeedInput> {
  const opened = openSource(source);
  const { size } = opened;
  const head = opened.read(0, KIND_HEAD);
  opened.close();
  if (size === 0) throw feedEmpty(source.fileName);
  const kind = kindOfFile(head);
  const documents = () => {
    const budget = outputBudget(source.fileName, size, limits);
    const context = { file: source.fileName, budget };
    if (kind === 'zip') return zipOf(source, context);
    return streamed(kind === 'tar' ? 'plain' : kind, source, context);
  };
  return { fileName: source.fileName, receivedAt: source.receivedAt, documents };
}

/** The first 64 KiB of the first document as text, without a byte order mark: what feeds are recognised by. */
export async function readHead(input: FeedInput): Promise<{ readonly head: string; readonly name: string }> {
  for await (const document of input.documents()) {
    const peeked = await peekChunks(document.bytes(), HEAD_BYTES);
    await peeked.close();
    return { head: new TextDecoder().decode(peeked.head), name: document.name };
  }
  throw feedEmpty(input.fileName);
}

async function* zipOf(source: FeedSource, context: ArchiveContext): AsyncGenerator<FeedDocument> {
  const opened = openSource(source);
  try {
    yield* zipDocuments(opened, context);
  } finally {
    opened.close();
  }
}

async function* streamed(
  kind: Compression,
  source: FeedSource,
  context: ArchiveContext,
): AsyncGenerator<FeedDocument> {
  const { file, budget } = context;
  const content = counted(decompress(kind, sourceChunks(source), packedErrors(file)), budget);
  const peeked = await peekChunks(content, KIND_HEAD);
  try {
    if (peeked.head.byteLength === 0) throw feedEmpty(file);
    if (kindOfFile(peeked.head) === 'tar') {
      yield* tarDocuments(peeked.all, context);
      return;
    }
    if (kind !== 'plain') refuseNested(file, file, peeked.head);
    budget.startMember();
    yield { name: unpackedName(file, kind), bytes: () => peeked.all };
  } finally {
    await peeked.close();
  }
}

async function* counted(source: Chunks, budget: OutputBudget): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    budget.take(chunk.byteLength);
    yield chunk;
  }
}

function packedErrors(file: string): PackedErrors {
  return {
    truncated: () => feedTruncated(file, 'its end'),
    damaged: (why) => feedInvalid(file, 'its compressed data', why),
  };
}

function unpackedName(file: string, kind: Compression): string {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  return kind === 'plain' ? name : name.replace(/\.(?:gz|zst|xz|bz2)$/i, '');
}
