import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { decodeContent, FRAME_HEADER_BYTES } from './frame.ts';
import { readAt, segmentName, walkSegment, type SegmentPart } from './segment.ts';

export type ArtifactProblemCode =
  | 'FRAME_DAMAGED'
  | 'HEADER_DAMAGED'
  | 'SEGMENT_TRUNCATED'
  | 'FRAME_DUPLICATE'
  | 'SEGMENT_MISSING'
  | 'FRAME_MISSING';

/** One thing wrong with the stored artifacts, by place. */
export interface ArtifactProblem {
  readonly code: ArtifactProblemCode;
  readonly segment: string;
  readonly offset: number;
  /** Known unless the header itself is damaged. */
  readonly sha256: string | null;
}

/** Where the index says an artifact is. */
export interface FramePlace {
  readonly segment: number;
  readonly offset: number;
  readonly storedLength: number;
}

/**
 * Reads every frame of every segment and recomputes its hash, then checks that everything the index knows
 * was met. Reads as many bytes as are stored.
 */
export function findArtifactProblems(
  directory: string,
  segments: readonly number[],
  index: ReadonlyMap<string, FramePlace>,
): ArtifactProblem[] {
  const problems: ArtifactProblem[] = [];
  const met = new Set<string>();
  for (const number of segments) problems.push(...checkSegment(directory, number, met));
  const found = new Set(problems.map((problem) => problem.sha256));
  for (const [sha256, place] of index) {
    if (met.has(sha256) || found.has(sha256)) continue;
    problems.push({
      code: 'FRAME_MISSING',
      segment: segmentName(place.segment),
      offset: place.offset,
      sha256,
    });
  }
  return problems;
}

function* checkSegment(directory: string, number: number, met: Set<string>): Generator<ArtifactProblem> {
  const segment = segmentName(number);
  const path = join(directory, segment);
  if (!existsSync(path)) {
    yield { code: 'SEGMENT_MISSING', segment, offset: 0, sha256: null };
    return;
  }
  const fd = openSync(path, 'r');
  try {
    for (const part of walkSegment(path)) {
      const code = checkPart(fd, part, met);
      const sha256 = part.kind === 'frame' ? part.header.sha256 : null;
      if (code) yield { code, segment, offset: part.offset, sha256 };
    }
  } finally {
    closeSync(fd);
  }
}

function checkPart(fd: number, part: SegmentPart, met: Set<string>): ArtifactProblemCode | null {
  if (part.kind === 'damaged') return 'HEADER_DAMAGED';
  if (part.kind === 'torn') return 'SEGMENT_TRUNCATED';
  const stored = readAt(fd, part.offset + FRAME_HEADER_BYTES, part.header.storedLength);
  if (!decodeContent(part.header, stored)) return 'FRAME_DAMAGED';
  if (met.has(part.header.sha256)) return 'FRAME_DUPLICATE';
  met.add(part.header.sha256);
  return null;
}
