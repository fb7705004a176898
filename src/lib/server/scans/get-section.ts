import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams } from '../list-input.ts';
import { findScan } from './get-scan.ts';

export interface SectionQuery {
  readonly scanId: string;
  readonly name: string;
  readonly page: number;
  readonly pageSize: number;
}

/** Raw lines of one section of a scan, numbered as received. @throws AppError NOT_FOUND */
export async function getSection(app: App, viewer: Viewer, query: SectionQuery) {
  authorise(viewer, 'evidence.read');
  const scan = await findScan(app, viewer, { id: query.scanId });
  const meta = app.evidence.manifest(scan.artifact).sections.find((one) => one.name === query.name);
  const raw = meta ? app.evidence.section(scan.artifact, query.name) : null;
  if (!meta || !raw) throw noSection();
  const lines = rawLines(raw);
  const { limit, offset } = pageParams(query);
  const shown = lines.slice(offset, offset + limit);
  return {
    ...meta,
    scanId: scan.id,
    total: lines.length,
    lines: shown.map((text, index) => ({ number: offset + index + 1, text, hit: false })),
  };
}

/** The lines of a section as text; bytes that are no UTF-8 show as replacement characters. */
export function rawLines(raw: Uint8Array): string[] {
  const lines = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function noSection(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'The scan has no such section.',
    remedy: 'Choose one from the page of the scan.',
    status: 404,
  });
}
