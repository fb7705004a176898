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

async function* bodyChunks(request: Request): AsyncGenerator<Uint8Array> {
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
    remedy: 'Send the envelope of one host, or the result of a smaller scan.',
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
