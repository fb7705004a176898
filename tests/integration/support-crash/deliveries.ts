import { canonicalJson } from '#core/canonical-json.ts';
import { encodeEnvelope, type Envelope } from '#scanners/envelope.ts';
import { randomSource, wholeBetween } from './random.ts';
import { completeScan, failedScan, nmapXml, type HostScan } from './synthetic-host.ts';

/** What a receipt says of the scan that was kept. */
export interface Receipt {
  readonly scanId: string;
  readonly seq: number;
  readonly outcome: string;
  readonly assets: readonly string[];
}

/** One request of the client, with the same bytes however often it is sent. */
export interface Delivery {
  readonly kind: 'envelope' | 'import';
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly key: string | null;
  /** Set once its answer was read to the end. */
  receipt: Receipt | null;
  /** Sent, and not answered yet. */
  inFlight: boolean;
}

const MINUTE_MS = 60_000;
const HOSTS = 3;
/** Then come other hosts: a late scan has all scans of its host read again. */
const PER_HOSTS = 24;
const BALLAST_BYTES = 1_500_000;

/** Endless deliveries of one round: hosts of its own, scanned again and again, some late, failed or large. */
export function* deliveriesOf(round: number, seed: number): Generator<Delivery, never> {
  const random = randomSource(seed + round * 7919);
  const begun = Date.now() - 20 * 24 * 60 * MINUTE_MS + round * 60 * MINUTE_MS;
  for (let index = 0; ; index++) {
    const name = `round-${round}-delivery-${index}`;
    const host = Math.floor(index / PER_HOSTS) * HOSTS + (index % HOSTS);
    const scan: HostScan = {
      host: `host-${round}-${host}.example`,
      number: 256 + round * 256 + host,
      packages: 60,
      patched: wholeBetween(random, 0, 20),
      startedAt: begun + index * 1000 + wholeBetween(random, 0, 999),
    };
    yield deliver(name, scan, index);
  }
}

function deliver(name: string, scan: HostScan, index: number): Delivery {
  switch (index % 8) {
    case 2:
      return importOf(`${name}.xml`, nmapXml(scan.number, scan.startedAt), name);
    case 3:
      return envelopeOf(completeScan({ ...scan, ballast: ballast(index) }), null);
    case 4:
      return envelopeOf(failedScan(scan), null);
    case 5:
      return importOf(`${name}.json`, encodeEnvelope(completeScan(scan)), null);
    case 6:
      return envelopeOf(completeScan({ ...scan, startedAt: scan.startedAt - 30 * MINUTE_MS }), null);
    default:
      return envelopeOf(completeScan(scan), index % 2 === 0 ? name : null);
  }
}

function envelopeOf(envelope: Envelope, key: string | null): Delivery {
  return { ...unsent, kind: 'envelope', path: '/api/v1/envelopes', bytes: encodeEnvelope(envelope), key };
}

function importOf(name: string, bytes: Uint8Array, key: string | null): Delivery {
  return { ...unsent, kind: 'import', path: `/api/v1/imports?name=${name}`, bytes, key };
}

const unsent = { receipt: null, inFlight: false };

/** Bytes that do not compress, so that several writes are needed to keep them. */
function ballast(from: number): Uint8Array {
  const random = randomSource(from + 1);
  const words = new Uint32Array(BALLAST_BYTES / 4).map(() => Math.floor(random() * 2 ** 32));
  return new Uint8Array(words.buffer);
}

/** The receipt in an answer of either path. */
export function receiptIn(answer: unknown): Receipt {
  const body = asRecord(answer);
  const receipt = asRecord('receipt' in body ? body.receipt : body);
  const { scanId, seq, outcome, assets } = receipt;
  if (
    typeof scanId === 'string' &&
    typeof seq === 'number' &&
    typeof outcome === 'string' &&
    Array.isArray(assets)
  ) {
    return { scanId, seq, outcome, assets: assets.map(String) };
  }
  throw new Error(`that is no receipt: ${canonicalJson(answer)}`);
}

function asRecord(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object') throw new Error('the answer is no object');
  return { ...value };
}
