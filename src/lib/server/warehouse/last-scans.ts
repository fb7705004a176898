import type { EnvelopeManifest } from '#scanners/envelope.ts';
import type { Writer } from './writer.ts';

/** A scan's place in the order of scans. */
export interface ScanPlace {
  /** Start of the scan, UTC ms. */
  readonly at: number;
  readonly scanId: string;
}

export interface LastScan {
  /** The newest scan that saw something. */
  readonly observed: ScanPlace | null;
  /** The newest one that could close findings. */
  readonly sufficient: ScanPlace | null;
}

type Method = EnvelopeManifest['method'];

const none: LastScan = { observed: null, sufficient: null };

/**
 * The last scans of every asset, kept in memory so that applying a scan need not search the table of all scans.
 */
export interface LastScans {
  of(assetId: string, method: Method): LastScan;
  note(assetId: string, method: Method, scan: ScanPlace & { sufficient: boolean }): void;
}

/** Order of scans: by their start, ties by content, so that the order of arrival never matters. */
export function isAfter(a: ScanPlace, b: ScanPlace): boolean {
  return a.at > b.at || (a.at === b.at && a.scanId > b.scanId);
}

/** Reads the last scans of all assets, once per open warehouse. */
export async function loadLastScans(writer: Writer): Promise<LastScans> {
  const kept = new Map<string, LastScan>();
  for (const row of await writer.run('last-scans', {})) {
    kept.set(keyOf(row.assetId, row.method), {
      observed: placeOf(row.observedAt, row.observedScan),
      sufficient: placeOf(row.sufficientAt, row.sufficientScan),
    });
  }
  const find = (key: string) => kept.get(key) ?? none;
  return {
    of: (assetId, method) => find(keyOf(assetId, method)),
    note: (assetId, method, { sufficient, ...place }) => {
      const key = keyOf(assetId, method);
      const before = find(key);
      kept.set(key, {
        observed: later(before.observed, place),
        sufficient: sufficient ? later(before.sufficient, place) : before.sufficient,
      });
    },
  };
}

function keyOf(assetId: string, method: string): string {
  return `${method} ${assetId}`;
}

function placeOf(at: string | null, scanId: string | null): ScanPlace | null {
  return at !== null && scanId !== null ? { at: Date.parse(at), scanId } : null;
}

function later(a: ScanPlace | null, b: ScanPlace): ScanPlace {
  return a && isAfter(a, b) ? a : b;
}
