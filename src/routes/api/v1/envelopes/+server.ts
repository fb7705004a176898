import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { answerOnce } from '#lib/server/http/answer-once.ts';
import { holdsControl } from '#lib/server/http/control-token.ts';
import { MAX_UPLOAD_BYTES } from '#lib/server/http/judge-body.ts';
import { readBody } from '#lib/server/http/read-body.ts';
import { receiveEnvelope } from '#lib/server/scans/receive-envelope.ts';
import { decodeEnvelope } from '#scanners/envelope.ts';
import type { RequestHandler } from './$types';

/** Takes one sealed envelope and answers with its receipt; the same envelope again gets the same receipt. */
export const POST: RequestHandler = async ({ locals, request, getClientAddress }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  // Before a byte of it is read.
  authorise(viewer, 'scan.submit');
  const content = await readBody(request, MAX_UPLOAD_BYTES);
  // Collected by the command line of this very installation, so what it calls local is this machine.
  const own = holdsControl(app, request.headers, getClientAddress());
  const key = request.headers.get('idempotency-key');
  const receipt = answerOnce(app, viewer, {
    key,
    content,
    work: () => receiveEnvelope(app, viewer, decodeEnvelope(content), { jobId: null, own }),
  });
  return Response.json(receipt);
};
