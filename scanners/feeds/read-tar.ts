import { Readable, pipeline } from 'node:stream';
import { extract } from 'tar-stream';
import { isAppError } from '#core/errors.ts';
import { memberLabel, refuseNested, type ArchiveContext } from './archive-member.ts';
import type { Chunks } from './chunk-stream.ts';
import { feedEmpty, feedInvalid, feedTruncated, memberOutside } from './feed-error.ts';
import type { FeedDocument } from './feed.ts';

const BLOCK = 512;

/** The members of a tar stream, in order; what is left of a member is passed over. @throws AppError FEED_* */
export async function* tarDocuments(
  source: Chunks,
  { file, budget }: ArchiveContext,
): AsyncGenerator<FeedDocument> {
  const end = { isZero: false };
  const archive = extract();
  pipeline(Readable.from(watchEnd(source, end)), archive, () => undefined);
  let found = 0;
  try {
    for await (const entry of archive) {
      const name = memberLabel(entry.header.name);
      if (leaves(entry.header.name)) throw memberOutside(file, entry.header.name);
      const isFile = entry.header.type === 'file' || entry.header.type === 'contiguous-file';
      if (isFile) {
        found += 1;
        budget.startMember();
        yield { name, bytes: () => checked(file, name, entry) };
      }
      if (!entry.destroyed) entry.resume();
    }
  } catch (error) {
    throw explain(file, error);
  }
  // POSIX ends an archive with blocks of zeros: one cut off between two members has none.
  if (!end.isZero) throw feedTruncated(file, 'the end of the archive');
  if (found === 0) throw feedEmpty(file);
}

/** A member's name is never a path here; one that leads elsewhere says what the archive is for. */
function leaves(name: string): boolean {
  return name.startsWith('/') || name.split(/[/\\]/).includes('..');
}

async function* checked(file: string, name: string, bytes: AsyncIterable<unknown>) {
  let first = true;
  try {
    for await (const part of bytes) {
      if (!(part instanceof Uint8Array)) continue;
      if (first) refuseNested(file, name, part);
      first = false;
      yield part;
    }
  } catch (error) {
    throw explain(file, error);
  }
}

function explain(file: string, error: unknown): unknown {
  if (isAppError(error) || !(error instanceof Error)) return error;
  const place = 'a member of the archive';
  if (/unexpected end|premature close/i.test(error.message)) return feedTruncated(file, place);
  return feedInvalid(file, place, 'it is not as a tar file has it');
}

async function* watchEnd(source: Chunks, end: { isZero: boolean }): AsyncGenerator<Uint8Array> {
  let zeros = 0;
  for await (const chunk of source) {
    const last = lastNonZero(chunk);
    zeros = last < 0 ? zeros + chunk.byteLength : chunk.byteLength - 1 - last;
    end.isZero = zeros >= BLOCK;
    yield chunk;
  }
}

function lastNonZero(chunk: Uint8Array): number {
  let at = chunk.byteLength - 1;
  while (at >= 0 && chunk[at] === 0) at -= 1;
  return at;
}
