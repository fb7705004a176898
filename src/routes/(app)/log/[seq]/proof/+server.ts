import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { proveLog } from '#lib/server/evidence/prove-log.ts';
import { download } from '#lib/server/exports/download.ts';
import { wholeNumber } from '#lib/server/read-documents/document-input.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => {
  const proof = proveLog(locals.app, viewerOf(locals), { seq: wholeNumber('seq', params.seq) });
  return download(JSON.stringify(proof), `proof-${proof.kind}-${params.seq}.json`, 'application/json');
};
