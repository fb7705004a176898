import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { AppError } from '#core/errors.ts';

/**
 * The whole body of a request, counted as it comes.
 * @throws AppError FILE_TOO_LARGE (413) at the limit, UPLOAD_TRUNCATED (400) when the sender went away
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of bodyChunks(request)) {
    total += chunk.byteLength;
    if (total > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The body of a request written to a new file as it comes, never whole in memory.
 * @returns SHA-256 of the bytes
 * @throws AppError FILE_TOO_LARGE (413) at the limit, UPLOAD_TRUNCATED (400) when the sender went away
 */
export async function spoolBody(
  request: Pick<Request, 'body'>,
  { path, maxBytes }: { readonly path: string; readonly maxBytes: number },
): Promise<string> {
  const hash = createHash('sha256');
  const file = openSync(path, 'wx', 0o600);
  let total = 0;
  try {
    for await (const chunk of bodyChunks(request)) {
      total += chunk.byteLength;
      if (total > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      for (let done = 0; done < chunk.byteLength;) done += writeSync(file, chunk, done);
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

async function* bodyChunks(request: Pick<Request, 'body'>): AsyncGenerator<Uint8Array> {
  if (!request.body) return;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw truncated(cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError({
    code: 'FILE_TOO_LARGE',
    message: `The upload is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB; it was stopped there.`,
    remedy:
      'Send the envelope of one host, a report of fewer hosts, or a feed in the parts it is published in.',
    status: 413,
  });
}

function truncated(cause: unknown): AppError {
  return new AppError({
    code: 'UPLOAD_TRUNCATED',
    message: 'The upload ended before it was complete; nothing was kept.',
    remedy: 'Send it again.',
    cause,
  });
}
