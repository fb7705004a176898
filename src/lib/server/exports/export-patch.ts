import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getPatch } from '../findings/get-patch.ts';
import type { PatchQuery } from '../findings/get-patch.ts';
import { findingCsv } from './export-findings.ts';

/** All findings that one fix closes or closed, as CSV. @throws AppError NOT_FOUND */
export async function exportPatch(app: App, viewer: Viewer, query: PatchQuery): Promise<string> {
  const { findings } = await getPatch(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return findingCsv(findings);
}
