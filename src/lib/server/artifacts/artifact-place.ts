import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '#core/errors.ts';
import { decodeContent, decodeHeader, FRAME_HEADER_BYTES } from './frame.ts';
import { readAt } from './segment.ts';

/** Where an artifact lies: enough to read it in another thread, since segments are only ever appended to. */
export interface ArtifactPlace {
  readonly sha256: string;
  /** Of the segment. */
  readonly path: string;
  readonly offset: number;
  readonly storedLength: number;
}

/** The content, after recomputing its hash. @throws AppError ARTIFACT_DAMAGED (exit 4) */
export function readArtifactAt({ sha256, path, offset, storedLength }: ArtifactPlace): Buffer {
  const file = openSync(path, 'r');
  try {
    const content = readFrame(file, { sha256, offset, storedLength });
    if (!content) throw artifactDamaged(sha256, { segment: basename(path), offset });
    return content;
  } finally {
    closeSync(file);
  }
}

/** null when the bytes there are not those of the artifact. */
export function readFrame(
  file: number,
  { sha256, offset, storedLength }: Omit<ArtifactPlace, 'path'>,
): Buffer | null {
  const bytes = readAt(file, offset, FRAME_HEADER_BYTES + storedLength);
  const header = decodeHeader(bytes, 0);
  return header?.sha256 === sha256 ? decodeContent(header, bytes.subarray(FRAME_HEADER_BYTES)) : null;
}

export function artifactDamaged(sha256: string, where: { segment: string; offset: number }): AppError {
  return new AppError({
    code: 'ARTIFACT_DAMAGED',
    message: `Artifact ${sha256} no longer has the bytes that were stored.`,
    remedy: 'Run `patchproof log verify`; restore artifacts/ from a backup.',
    status: 500,
    exitCode: 4,
    where,
  });
}
