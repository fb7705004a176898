import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { canonicalJson } from '#core/canonical-json.ts';
import type { SectionMeta } from '#scanners/envelope.ts';
import { chunksOf } from '#scanners/importers/report-file.ts';
import type { ReportDocuments, ReportFile } from '#scanners/importers/report-file.ts';
import type { ReportDocument } from '#scanners/importers/report-importer.ts';
import type { ArtifactPlace } from '../artifacts/artifact-place.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { keepParts } from '../artifacts/keep-parts.ts';

/** After so many the server answers others. */
const CHUNKS_AT_ONCE = 64;

/**
 * The small, hashed statement of what a report's file holds; its parts are kept by their own hashes, as the sections of
 * a scan are. It says nothing of name or time, so that the same bytes are the same artifact.
 */
interface ReportManifest {
  readonly schema: 'patchproof.report';
  readonly version: 1;
  /** No parser of scans reads it. */
  readonly family: null;
  /** In the order in which they are read; parts by their place in `sections`. */
  readonly documents: readonly { readonly name: string; readonly parts: readonly number[] }[];
  /** Parts of the documents and, where it was packed, of the file as it came (`file …`). */
  readonly sections: readonly SectionMeta[];
}

/**
 * Keeps a report's file in parts; durable after the store's `sync`.
 * @returns the hash of its manifest
 */
export async function keepReport(
  artifacts: ArtifactStore,
  { file, documents, packed }: { file: ReportFile; documents: ReportDocuments; packed: boolean },
): Promise<string> {
  const sections: SectionMeta[] = [];
  const kept: { readonly name: string; readonly parts: readonly number[] }[] = [];
  for (const [index, document] of documents.entries()) {
    const parts = await keepParts(artifacts, document.chunks(), { label: `report ${index + 1}`, sections });
    // What the only document is called says nothing of its content.
    kept.push({ name: packed ? document.name : 'report', parts });
  }
  if (packed) await keepParts(artifacts, chunksOf(file.content, file.fileName), { label: 'file', sections });
  const manifest: ReportManifest = {
    schema: 'patchproof.report',
    version: 1,
    family: null,
    documents: kept,
    sections,
  };
  return artifacts.put(Buffer.from(canonicalJson(manifest), 'utf8')).sha256;
}

/** A document of which the parts are kept. */
export interface KeptDocument extends ReportDocument {
  readonly parts: readonly ArtifactPlace[];
}

export function isKept(document: ReportDocument): document is KeptDocument {
  return 'parts' in document;
}

/** The documents of a kept report, read part by part. @throws AppError ARTIFACT_MISSING, ARTIFACT_DAMAGED */
export function openKeptReport(artifacts: ArtifactStore, artifact: string): ReportDocuments {
  const manifest = JSON.parse(artifacts.get(artifact).toString('utf8')) as ReportManifest;
  const [first, ...rest] = manifest.documents.map(({ name, parts }): KeptDocument => {
    const hashes = parts.flatMap((part) => manifest.sections[part]?.sha256 ?? []);
    return {
      name,
      parts: hashes.map((sha256) => artifacts.placeOf(sha256)),
      *chunks() {
        for (const sha256 of hashes) yield* chunksOf(artifacts.get(sha256), name);
      },
    };
  });
  if (first === undefined) throw new Error(`report ${artifact} has no document`);
  return [first, ...rest];
}

/** SHA-256 of a file's bytes: the same file is known again before anything of it is read. */
export async function hashOfFile({ content, fileName }: ReportFile): Promise<string> {
  const hash = createHash('sha256');
  let chunks = 0;
  for (const chunk of chunksOf(content, fileName)) {
    hash.update(chunk);
    chunks += 1;
    if (chunks % CHUNKS_AT_ONCE === 0) await setImmediate();
  }
  return hash.digest('hex');
}
