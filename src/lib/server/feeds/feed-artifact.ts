import { canonicalJson } from '#core/canonical-json.ts';
import type { SectionMeta } from '#scanners/envelope.ts';
import type { FileInParts } from '#scanners/feeds/file-source.ts';
import { chunksOf } from '#scanners/importers/report-file.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { keepParts, PART_BYTES } from '../artifacts/keep-parts.ts';

/** A feed's file as it was given. */
export interface GivenFeedFile {
  readonly fileName: string;
  /** Its path, or its bytes. */
  readonly content: string | Uint8Array;
}

/** What is kept of a file that is larger than one part: which parts it has, in their order. */
interface FeedManifest {
  readonly schema: 'patchproof.feed';
  readonly version: 1;
  /** No parser of scans reads it. */
  readonly family: null;
  readonly sections: readonly SectionMeta[];
}

export interface KeptFeedFile {
  /** Where it is kept: under its own hash when it is one part, else under that of the list of its parts. */
  readonly artifact: string;
  /** SHA-256 of the file itself. */
  readonly sha256: string;
}

/** Keeps a feed's file; durable after the store's `sync`. */
export async function keepFeedFile(
  artifacts: ArtifactStore,
  { fileName, content }: GivenFeedFile,
  sha256: string,
): Promise<KeptFeedFile> {
  const sections: SectionMeta[] = [];
  await keepParts(artifacts, chunksOf(content, fileName), { label: 'file', sections });
  const [only, ...others] = sections;
  if (only && others.length === 0) return { artifact: only.sha256, sha256 };
  const manifest: FeedManifest = { schema: 'patchproof.feed', version: 1, family: null, sections };
  return { artifact: artifacts.put(Buffer.from(canonicalJson(manifest), 'utf8')).sha256, sha256 };
}

/** A kept file for reading anywhere in it. @throws AppError ARTIFACT_MISSING, ARTIFACT_DAMAGED */
export function openKeptFeed(
  artifacts: ArtifactStore,
  { artifact, sha256 }: KeptFeedFile,
): Uint8Array | FileInParts {
  if (artifact === sha256) return artifacts.get(artifact);
  const { sections } = JSON.parse(artifacts.get(artifact).toString('utf8')) as FeedManifest;
  let open: { readonly index: number; readonly bytes: Uint8Array } | null = null;
  const partAt = (index: number, hash: string): Uint8Array => {
    if (open?.index !== index) open = { index, bytes: artifacts.get(hash) };
    return open.bytes;
  };
  return {
    size: sections.reduce((sum, { bytes }) => sum + bytes, 0),
    read: (position, length) => {
      const pieces: Uint8Array[] = [];
      for (let at = position; at < position + length;) {
        const index = Math.floor(at / PART_BYTES);
        const part = sections[index];
        if (part === undefined) break;
        const from = at % PART_BYTES;
        const piece = partAt(index, part.sha256).subarray(from, from + position + length - at);
        if (piece.byteLength === 0) break;
        pieces.push(piece);
        at += piece.byteLength;
      }
      const [first, ...more] = pieces;
      return first && more.length === 0 ? first : Buffer.concat(pieces);
    },
  };
}
