import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#core/errors.ts';
import { findArtifactProblems, type ArtifactProblem, type FramePlace } from './artifact-problem.ts';
import { artifactDamaged, readFrame, type ArtifactPlace } from './artifact-place.ts';
import { encodeFrame, FRAME_HEADER_BYTES, MAX_ARTIFACT_BYTES, sha256Hex } from './frame.ts';
import { segmentName, segmentNumber, walkSegment, type SegmentPart } from './segment.ts';

export interface ArtifactStoreOptions {
  /** The `artifacts` directory; made when missing. */
  readonly directory: string;
  /** A new segment is begun when one would grow past this many bytes. Default 256 MiB. */
  readonly segmentBytes?: number;
}

export interface PutReceipt {
  readonly sha256: string;
  /** Bytes added to the disk; 0 when the content was already there. */
  readonly storedBytes: number;
}

interface OpenSegment {
  readonly number: number;
  readonly fd: number;
  size: number;
}

/**
 * Content-addressed, append-only artifacts in pack segments. One owner per directory. What `put` returned is
 * durable after `sync`.
 */
export class ArtifactStore {
  /** Bytes of an unfinished write that were cut off at open, null when the last run ended in order. */
  readonly tornTail: { readonly segment: string; readonly offset: number; readonly bytes: number } | null;
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #index = new Map<string, FramePlace>();
  readonly #segments: number[];
  readonly #readers = new Map<number, number>();
  /** Found at open in the segment last written to: after a power failure their data may not be there. */
  readonly #unproven = new Set<string>();
  #current: OpenSegment | null = null;
  #dirty = false;
  #directoryDirty = false;
  #failed = false;

  constructor(options: ArtifactStoreOptions) {
    this.#directory = options.directory;
    this.#segmentBytes = options.segmentBytes ?? 256 * 1024 * 1024;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    this.#segments = readdirSync(this.#directory)
      .flatMap((name) => segmentNumber(name) ?? [])
      .sort((a, b) => a - b);
    this.tornTail = this.#buildIndex();
  }

  /** Appends the content unless it is already stored. Not durable before `sync`. */
  put(content: Uint8Array): PutReceipt {
    this.#refuseAfterFailure();
    if (content.length > MAX_ARTIFACT_BYTES) throw tooLarge(content.length);
    const sha256 = sha256Hex(content);
    if (this.#holds(sha256)) return { sha256, storedBytes: 0 };
    const frame = encodeFrame(content, sha256);
    const segment = this.#segmentFor(frame.length);
    this.#append(segment, frame);
    const storedLength = frame.length - FRAME_HEADER_BYTES;
    this.#index.set(sha256, { segment: segment.number, offset: segment.size, storedLength });
    segment.size += frame.length;
    this.#dirty = true;
    return { sha256, storedBytes: frame.length };
  }

  /**
   * Makes everything put so far durable. A failed fsync is final: the kernel may have dropped the pages, so
   * a second try could report success for lost data.
   */
  sync(): void {
    this.#refuseAfterFailure();
    try {
      if (this.#dirty && this.#current) fsyncSync(this.#current.fd);
      if (this.#directoryDirty) this.#syncDirectory();
    } catch (error) {
      this.#failed = true;
      throw writeFailed(error);
    }
    this.#dirty = false;
    this.#directoryDirty = false;
  }

  /** True when the content is stored (its bytes are checked by `get` and `verify`). */
  has(sha256: string): boolean {
    return this.#index.has(sha256);
  }

  /**
   * The content, after recomputing its hash.
   * @throws AppError ARTIFACT_MISSING or ARTIFACT_DAMAGED (exit 4)
   */
  get(sha256: string): Buffer {
    const place = this.#index.get(sha256);
    if (!place) throw missing(sha256);
    const content = this.#read(sha256, place);
    if (!content)
      throw artifactDamaged(sha256, { segment: segmentName(place.segment), offset: place.offset });
    return content;
  }

  /** Where the content lies. @throws AppError ARTIFACT_MISSING (exit 4) */
  placeOf(sha256: string): ArtifactPlace {
    const place = this.#index.get(sha256);
    if (!place) throw missing(sha256);
    const { segment, offset, storedLength } = place;
    return { sha256, path: this.#path(segment), offset, storedLength };
  }

  /** Reads everything and recomputes every hash; an empty list means all is as it was written. */
  verify(): ArtifactProblem[] {
    return findArtifactProblems(this.#directory, this.#segments, this.#index);
  }

  /** Number of artifacts and of bytes on the disk. */
  size(): { artifacts: number; bytes: number } {
    const sizes = this.#segments.map((number) => statSync(this.#path(number)).size);
    return { artifacts: this.#index.size, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }

  close(): void {
    if (this.#current) closeSync(this.#current.fd);
    for (const fd of this.#readers.values()) closeSync(fd);
    this.#current = null;
    this.#readers.clear();
  }

  #buildIndex(): ArtifactStore['tornTail'] {
    let torn: ArtifactStore['tornTail'] = null;
    for (const number of this.#segments) {
      for (const part of walkSegment(this.#path(number))) {
        // Only the last segment was being written; elsewhere an incomplete frame is damage, for verify to report.
        if (part.kind === 'torn' && number === this.#segments.at(-1)) torn = this.#cutTail(number, part);
        if (part.kind === 'frame') this.#remember(number, part);
      }
    }
    return torn;
  }

  /** True when the content need not be written again, which for an unproven frame takes reading it once. */
  #holds(sha256: string): boolean {
    const place = this.#index.get(sha256);
    if (!place) return false;
    if (!this.#unproven.has(sha256)) return true;
    this.#unproven.delete(sha256);
    return this.#read(sha256, place) !== null;
  }

  #read(sha256: string, place: FramePlace): Buffer | null {
    return readFrame(this.#reader(place.segment), { sha256, ...place });
  }

  #remember(segment: number, part: Extract<SegmentPart, { kind: 'frame' }>): void {
    const { sha256, storedLength } = part.header;
    // The later of two copies counts: it was written because the earlier one could not be read.
    this.#index.set(sha256, { segment, offset: part.offset, storedLength });
    if (segment === this.#segments.at(-1)) this.#unproven.add(sha256);
  }

  #cutTail(number: number, part: SegmentPart): ArtifactStore['tornTail'] {
    const fd = openSync(this.#path(number), 'r+');
    try {
      ftruncateSync(fd, part.offset);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    return { segment: segmentName(number), offset: part.offset, bytes: part.bytes };
  }

  #segmentFor(frameBytes: number): OpenSegment {
    const current = this.#current ?? this.#reopenLast();
    if (current && (current.size === 0 || current.size + frameBytes <= this.#segmentBytes)) return current;
    if (current) this.#finish(current);
    const number = (this.#segments.at(-1) ?? 0) + 1;
    this.#current = { number, fd: openSync(this.#path(number), 'ax', 0o600), size: 0 };
    this.#segments.push(number);
    this.#directoryDirty = true;
    return this.#current;
  }

  #reopenLast(): OpenSegment | null {
    const number = this.#segments.at(-1);
    if (number === undefined) return null;
    this.#current = {
      number,
      fd: openSync(this.#path(number), 'a'),
      size: statSync(this.#path(number)).size,
    };
    return this.#current;
  }

  /** A full segment is made durable before it is left, so that `sync` has one file to think of. */
  #finish(segment: OpenSegment): void {
    this.sync();
    closeSync(segment.fd);
    this.#current = null;
  }

  /** Takes a half-written frame back, so that a full disk does not leave damage in the middle. */
  #append(segment: OpenSegment, frame: Buffer): void {
    try {
      for (let done = 0; done < frame.length;) done += writeSync(segment.fd, frame, done);
    } catch (error) {
      try {
        ftruncateSync(segment.fd, segment.size);
      } catch {
        this.#failed = true;
      }
      throw writeFailed(error);
    }
  }

  #syncDirectory(): void {
    const fd = openSync(this.#directory, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }

  #reader(number: number): number {
    const known = this.#readers.get(number);
    if (known !== undefined) return known;
    const fd = openSync(this.#path(number), 'r');
    this.#readers.set(number, fd);
    return fd;
  }

  #path(number: number): string {
    return join(this.#directory, segmentName(number));
  }

  #refuseAfterFailure(): void {
    if (this.#failed) throw writeFailed(undefined);
  }
}

/** Opens the artifact directory, cutting off the unfinished write of a crash. */
export function openArtifactStore(options: ArtifactStoreOptions): ArtifactStore {
  return new ArtifactStore(options);
}

function missing(sha256: string): AppError {
  return new AppError({
    code: 'ARTIFACT_MISSING',
    message: `Artifact ${sha256} is not stored.`,
    remedy: 'Run `patchproof log verify`; restore artifacts/ from a backup.',
    status: 500,
    exitCode: 4,
  });
}

function tooLarge(bytes: number): AppError {
  return new AppError({
    code: 'ARTIFACT_TOO_LARGE',
    message: `An artifact of ${bytes} bytes is larger than the limit of ${MAX_ARTIFACT_BYTES}.`,
    remedy: 'Split the import.',
    status: 413,
  });
}

function writeFailed(cause: unknown): AppError {
  return new AppError({
    code: 'ARTIFACT_WRITE_FAILED',
    message: 'The artifact store cannot be written; nothing was accepted.',
    remedy: 'Free space or repair the disk of the data directory, then start Patchproof again.',
    status: 507,
    exitCode: 3,
    cause,
  });
}
