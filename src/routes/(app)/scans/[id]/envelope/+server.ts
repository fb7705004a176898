import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { download } from '#lib/server/exports/download.ts';
import { exportEnvelope } from '#lib/server/exports/export-scans.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) =>
  download(
    await exportEnvelope(locals.app, viewerOf(locals), params.id),
    `scan-${params.id}.envelope.json`,
    'application/json',
  );
