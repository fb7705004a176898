import { canonicalJson } from '#core/canonical-json.ts';
import { identifyAsset, keysOfHost, strongKinds } from '#core/inventory/identify-asset.ts';
import type { Identification, IdentityKey, KnownKey } from '#core/inventory/identify-asset.ts';
import type { Envelope, EnvelopeManifest } from '#scanners/envelope.ts';
import { toolOf } from '#scanners/inventory/seal-inventory.ts';
import type { JobApp as App } from '../jobs/job-runner.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { refuseFuture } from '../refuse-future.ts';
import { newId, newOrderedId } from '../store/random-id.ts';

/** The answer to an envelope; the same envelope again gets the same answer. */
export interface Receipt {
  readonly format: 'envelope';
  readonly scanId: string;
  /** Event that recorded it. */
  readonly seq: number;
  readonly outcome: EnvelopeManifest['outcome'];
  readonly assets: readonly string[];
}

export interface ReceiveOptions {
  readonly jobId: string | null;
  /** The envelope was collected by this installation itself. */
  readonly own: boolean;
  /** Somebody's file that it came in; absent = a collector sent it. */
  readonly importedFrom?: ImportedFrom | undefined;
}

/** A file with one or several scans. */
export interface ImportedFrom {
  readonly file: string;
  readonly format: string;
  /** The same for all scans of the file. */
  readonly batch: string;
}

/** The one business unit of an installation that has not set up others. */
const BUILT_IN_UNIT = 'default';

/**
 * Keep an envelope and record it: artifacts fsynced, then one transaction for the event and what follows from
 * it, then the receipt. The warehouse catches up afterwards.
 * @throws AppError TIME_IN_FUTURE, FORBIDDEN
 */
export function receiveEnvelope(
  app: App,
  viewer: Viewer,
  envelope: Envelope,
  options: ReceiveOptions,
): Receipt {
  const [receipt] = receiveEnvelopes(app, viewer, [envelope], options);
  if (!receipt) throw new Error('an envelope was given and no receipt came back');
  return receipt;
}

/**
 * The same for many at once, in their order: one fsync and one transaction, so that all are recorded or none.
 * @throws AppError TIME_IN_FUTURE, FORBIDDEN
 */
export function receiveEnvelopes(
  app: App,
  viewer: Viewer,
  envelopes: readonly Envelope[],
  options: ReceiveOptions,
): Receipt[] {
  authorise(viewer, 'scan.submit');
  for (const { manifest } of envelopes) refuseFutureScan(app, manifest);
  const kept = envelopes.map(({ manifest, sections }) => {
    for (const content of sections.values()) app.artifacts.put(content);
    const { sha256 } = app.artifacts.put(Buffer.from(canonicalJson(manifest), 'utf8'));
    return { artifact: sha256, manifest, ...options };
  });
  app.artifacts.sync();
  const receipts = app.store.transaction(() => kept.map((recording) => recordOnce(app, viewer, recording)));
  app.warehouse.catchUp().catch(app.reportFailure);
  return receipts;
}

function recordOnce(app: App, viewer: Viewer, recording: Recording): Receipt {
  const { artifact, manifest } = recording;
  const first = app.store.receipts.find(artifact);
  if (first) return first.receipt as Receipt;
  const recorded =
    manifest.method === 'network'
      ? recordNetwork(app, viewer, recording)
      : recordHost(app, viewer, recording);
  // The key is the content's own hash, so there is no other content to tell apart.
  app.store.receipts.insert({ key: artifact, requestDigest: '', receipt: recorded, createdAt: app.clock() });
  return recorded;
}

interface Recording extends ReceiveOptions {
  readonly artifact: string;
  readonly manifest: EnvelopeManifest;
}

/** @throws AppError TIME_IN_FUTURE */
export function refuseFutureScan(
  { clock }: Pick<App, 'clock'>,
  { startedAt, finishedAt }: Pick<EnvelopeManifest, 'startedAt' | 'finishedAt'>,
): void {
  const rule = { now: clock(), remedy: 'Set the clock of the collector, then scan again.' };
  refuseFuture(startedAt, { ...rule, says: 'The scan says it started' });
  refuseFuture(finishedAt, { ...rule, says: 'The scan says it ended' });
}

function recordHost(app: App, viewer: Viewer, recording: Recording): Receipt {
  const { artifact, manifest, jobId, own, importedFrom } = recording;
  const identity = app.evidence.observation(artifact)?.identity ?? null;
  const isSelf = own && manifest.scanner === 'local';
  const { host, port, address } = manifest.target;
  const keys = keysOfHost(identity, {
    scannerId: isSelf ? app.self.scannerId : null,
    hostKey: manifest.hostKey,
    target: `${manifest.scanner}:${host}:${port ?? ''}`,
    inventoryTool: manifest.family === 'inventory' ? toolOf(manifest.build) : null,
  });
  if (address && !isSelf) keys.push({ kind: 'address', value: address });
  const scanId = artifact.slice(0, 32);
  const assetId = resolveAsset(app, viewer, { keys, name: identity?.hostname ?? host, scanId });
  const event = app.store.log.append({
    kind: 'scan.received',
    object: scanId,
    body: { assetId, artifact, jobId, ...(importedFrom ? { importedFrom } : {}) },
    actor: viewer.personId,
    via: viewer.via,
  });
  return { format: 'envelope', scanId, seq: event.seq, outcome: manifest.outcome, assets: [assetId] };
}

function recordNetwork(
  app: App,
  viewer: Viewer,
  { artifact, manifest, jobId, importedFrom }: Recording,
): Receipt {
  const scanId = artifact.slice(0, 32);
  const answering = (app.evidence.network(artifact)?.hosts ?? []).filter((host) => host.state === 'up');
  const hosts = answering.map(({ address, hostnames }) => {
    const keys: IdentityKey[] = isLoopback(address)
      ? [{ kind: 'scanner', value: app.self.scannerId }]
      : [
          { kind: 'address', value: address },
          { kind: 'target', value: `ssh:${address}:22` },
        ];
    const name = isLoopback(address) ? app.self.hostname : (hostnames[0] ?? address);
    return { address, assetId: resolveAsset(app, viewer, { keys, name, scanId }) };
  });
  const event = app.store.log.append({
    kind: 'network.received',
    object: scanId,
    body: { artifact, jobId, hosts, ...(importedFrom ? { importedFrom } : {}) },
    actor: viewer.personId,
    via: viewer.via,
  });
  const assets = hosts.map((host) => host.assetId);
  return { format: 'envelope', scanId, seq: event.seq, outcome: manifest.outcome, assets };
}

/** Loopback results belong to the scanner's own asset. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

export interface Identifying {
  readonly keys: readonly IdentityKey[];
  readonly name: string;
  readonly scanId: string;
  /** A new asset shows with the first event that brings something about it. */
  readonly ahead?: boolean;
}

/** Find or create the asset of a scan; conflicting keys open a case and nothing is merged. */
export function resolveAsset(
  app: App,
  viewer: Viewer,
  { keys, name, scanId, ahead = false }: Identifying,
): string {
  const { assetIdentities, log } = app.store;
  const known = assetIdentities.match(keys) as KnownKey[];
  const found = identifyAsset(keys, known, (assetId) =>
    assetIdentities.keysOf(assetId).some((key) => strongKinds.some((kind) => kind === key.kind)),
  );
  const assetId = found.kind === 'new' ? newOrderedId(app.clock()) : found.assetId;
  const origin = { actor: viewer.personId, via: viewer.via };
  if (found.kind === 'new') {
    const body = { assetId, unit: BUILT_IN_UNIT, firstName: name, ...(ahead ? { awaits: scanId } : {}) };
    log.append({ kind: 'asset.created', object: assetId, body, ...origin });
  }
  if (found.learnt.length > 0) {
    const body = { assetId, keys: found.learnt };
    const { seq } = log.append({ kind: 'asset.identified', object: assetId, body, ...origin });
    assetIdentities.add(assetId, found.learnt, seq);
  }
  const others = rivalsOf(found);
  if (others.length > 0) openCase(app, viewer, { scanId, assetIds: [assetId, ...others], keys });
  assetIdentities.noteName(name, assetId, app.clock());
  return assetId;
}

/** Assets that the same keys or hints point at: a person decides about them. */
function rivalsOf(found: Identification): readonly string[] {
  if (found.kind === 'conflict') return found.others;
  return found.kind === 'new' ? found.suspects : [];
}

function openCase(
  app: App,
  viewer: Viewer,
  conflict: { scanId: string; assetIds: string[]; keys: readonly IdentityKey[] },
): void {
  const { scanId, assetIds } = conflict;
  const same = [...assetIds].sort().join();
  if (app.store.assetIdentities.openCases().some((one) => [...one.assetIds].sort().join() === same)) return;
  const id = newId();
  const keys = [...conflict.keys];
  app.store.log.append({
    kind: 'asset.case-opened',
    object: id,
    body: { scanId, assetIds, keys },
    actor: viewer.personId,
    via: viewer.via,
  });
  app.store.assetIdentities.openCase({ id, scanId, assetIds, keys, openedAt: app.clock(), closedAt: null });
}
