import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { watchJob } from '#lib/server/scans/watch-job.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { RequestHandler } from './$types';

/** Server-sent events: one `job` event at once, one per change, and the last when the job has ended. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const stop = new AbortController();
  request.signal.addEventListener('abort', () => stop.abort());
  const jobs = watchJob(locals.app, viewerOf(locals), { id: params.id, signal: stop.signal });
  // The first one is asked for here, so that an unknown job answers 404 and not a broken stream.
  const first = await orErrorPage(() => jobs.next());
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (let step = first; !step.done && !stop.signal.aborted; step = await jobs.next()) {
        controller.enqueue(encoder.encode(`event: job\ndata: ${JSON.stringify(step.value)}\n\n`));
      }
      if (!stop.signal.aborted) controller.close();
    },
    cancel: () => stop.abort(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
};
