import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { watchJob } from '#lib/server/scans/watch-job.ts';
import type { RequestHandler } from './$types';

/** Server-sent events: one `job` event at once, one per change, and the last when the job has ended. */
export const GET: RequestHandler = ({ locals, params, request }) => {
  const encoder = new TextEncoder();
  const stop = new AbortController();
  request.signal.addEventListener('abort', () => stop.abort());
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      try {
        for await (const job of watchJob(locals.app, viewerOf(locals), {
          id: params.id,
          signal: stop.signal,
        })) {
          controller.enqueue(encoder.encode(`event: job\ndata: ${JSON.stringify(job)}\n\n`));
        }
      } finally {
        if (!stop.signal.aborted) controller.close();
      }
    },
    cancel: () => stop.abort(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
};
