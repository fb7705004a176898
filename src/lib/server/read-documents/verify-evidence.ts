import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { compareCheckpoint } from '../evidence/compare-checkpoint.ts';
import { trustedKeys } from '../evidence/log-keys.ts';
import { verifierText } from '#core/merkle/signed-note.ts';
import type { LogEvent } from '../log/event-log.ts';
import type { MasterKey } from '../master-key.ts';
import { storeError } from '../store/database.ts';

/** What the check needs: no warehouse, so that damage elsewhere cannot keep it from running. */
export interface EvidenceStores extends Pick<App, 'store' | 'artifacts'> {
  /** null = not at hand: signatures are then checked by the key that the log itself names. */
  readonly masterKey: MasterKey | null;
}

export interface VerifyInput {
  /** A signed checkpoint that was carried away earlier; what it binds must still be there. */
  readonly checkpoint?: string | undefined;
}

export interface EvidenceProblem {
  readonly code: string;
  readonly message: string;
  /** Event concerned, null for a problem of the artifacts alone. */
  readonly seq: number | null;
  /** Artifact concerned, null for a problem of the log alone. */
  readonly artifact: string | null;
}

const PAGE = 1000;

/**
 * Recompute every event's leaf, the Merkle root and every artifact's hash, and check that each artifact which
 * an event names is there, and every signature over the log. Reads everything that is stored.
 * @throws AppError STORE_UNREADABLE (exit 4) when not even the head of the log can be read
 */
export function verifyEvidence(stores: EvidenceStores, viewer: Viewer, { checkpoint }: VerifyInput = {}) {
  authorise(viewer, 'log.verify');
  try {
    return checkEvidence(stores, checkpoint ?? null);
  } catch (error) {
    // The file of the store itself is broken: no list of problems, yet no success and no riddle either.
    throw storeError(error);
  }
}

function checkEvidence({ store, artifacts, masterKey }: EvidenceStores, checkpoint: string | null) {
  const { epoch, seq, root } = store.log.head();
  const keys = trustedKeys(store, masterKey);
  const carried = checkpoint === null ? [] : compareCheckpoint(store, { note: checkpoint, keys });
  const ofLog = [...store.log.verify(keys), ...carried].map((problem) => ({ ...problem, artifact: null }));
  const ofArtifacts = artifacts.verify().map(({ code, segment, offset, sha256 }): EvidenceProblem => ({
    code,
    message: `${code} in ${segment} at byte ${offset}.`,
    seq: null,
    artifact: sha256,
  }));
  const damaged = new Set(ofArtifacts.map((problem) => problem.artifact));
  const unreadable = ofLog.some(({ code }) => code === 'LOG_UNREADABLE');
  const missing = unreadable ? [] : missingArtifacts({ store, artifacts }, damaged);
  const problems = [...ofLog, ...ofArtifacts, ...missing];
  const { artifacts: artifactCount, bytes: artifactBytes } = artifacts.size();
  const [signer] = keys;
  return {
    ok: problems.length === 0,
    epoch,
    events: seq,
    root,
    signedBy: signer ? verifierText(signer) : null,
    keyFrom: masterKey ? 'master key' : 'the log itself',
    artifactCount,
    artifactBytes,
    problems,
  };
}

function missingArtifacts(
  { store, artifacts }: Pick<EvidenceStores, 'store' | 'artifacts'>,
  damaged: ReadonlySet<string | null>,
): EvidenceProblem[] {
  const problems: EvidenceProblem[] = [];
  for (
    let page = store.log.readSound(0, PAGE);
    page.last !== null;
    page = store.log.readSound(page.last, PAGE)
  ) {
    for (const event of page.events) {
      for (const artifact of namedArtifacts(event, artifacts, damaged)) {
        if (artifacts.has(artifact) || damaged.has(artifact)) continue;
        const message = `Event ${event.seq} names an artifact that is not stored.`;
        problems.push({ code: 'ARTIFACT_MISSING', message, seq: event.seq, artifact });
      }
    }
  }
  return problems;
}

/** The manifest an event names, and the sections that manifest names. */
function namedArtifacts(
  { body }: LogEvent,
  artifacts: EvidenceStores['artifacts'],
  damaged: ReadonlySet<string | null>,
): string[] {
  const artifact = body && typeof body === 'object' && 'artifact' in body ? body.artifact : null;
  if (typeof artifact !== 'string') return [];
  if (!artifacts.has(artifact) || damaged.has(artifact)) return [artifact];
  return [artifact, ...sectionHashes(artifacts.get(artifact))];
}

function sectionHashes(artifact: Uint8Array): string[] {
  const parsed = manifestIn(artifact);
  const sections = parsed && typeof parsed === 'object' && 'sections' in parsed ? parsed.sections : null;
  if (!Array.isArray(sections)) return [];
  return sections.flatMap((section: unknown) => {
    const sha256 = section && typeof section === 'object' && 'sha256' in section ? section.sha256 : null;
    return typeof sha256 === 'string' ? [sha256] : [];
  });
}

/** An event may also name a file as it was given, such as a feed's, which need not be JSON. */
function manifestIn(artifact: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(artifact).toString('utf8'));
  } catch {
    return null;
  }
}
