import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';

const ID_BYTES = 16;
const statuses: readonly ReportedFlaw['status'][] = ['open', 'accepted', 'fixed', 'not-affected'];
const AT_PORT = 8;

/** One flaw as it is kept: a million of them take 30 MB, where as many objects would take ten times that. */
export interface FlawCell {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly host: number;
  readonly about: number;
  readonly check: number;
  readonly facts: number;
  readonly status: ReportedFlaw['status'];
  readonly atPort: boolean;
}

/** The cells column by column: what goes from one thread to another without a copy. */
export interface FlawData {
  readonly size: number;
  readonly ids: Uint8Array<ArrayBuffer>;
  readonly hosts: Int32Array<ArrayBuffer>;
  readonly abouts: Int32Array<ArrayBuffer>;
  readonly checks: Int32Array<ArrayBuffer>;
  readonly facts: Int32Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
}

/** Takes flaws in, in the order of their records. */
export interface FlawIntake {
  readonly add: (flaw: FlawCell) => void;
  readonly size: () => number;
  readonly data: () => FlawData;
}

/** Flaws in the order of their records. */
export interface FlawColumns {
  readonly size: number;
  readonly at: (ordinal: number) => FlawCell;
  readonly hostOf: (ordinal: number) => number;
  /** The flaws of each host by their place, in the order of their records. */
  readonly byHost: (hosts: number) => (host: number) => Int32Array;
}

export function createFlawIntake(): FlawIntake {
  let capacity = 4096;
  let size = 0;
  let ids = Buffer.alloc(capacity * ID_BYTES);
  let hosts = new Int32Array(capacity);
  let abouts = new Int32Array(capacity);
  let checks = new Int32Array(capacity);
  let facts = new Int32Array(capacity);
  let flags = new Uint8Array(capacity);
  const grow = () => {
    capacity *= 2;
    ids = grown(ids, Buffer.alloc(capacity * ID_BYTES));
    hosts = grown(hosts, new Int32Array(capacity));
    abouts = grown(abouts, new Int32Array(capacity));
    checks = grown(checks, new Int32Array(capacity));
    facts = grown(facts, new Int32Array(capacity));
    flags = grown(flags, new Uint8Array(capacity));
  };
  return {
    add: (flaw) => {
      if (size === capacity) grow();
      ids.write(flaw.id, size * ID_BYTES, ID_BYTES, 'hex');
      hosts[size] = flaw.host;
      abouts[size] = flaw.about;
      checks[size] = flaw.check;
      facts[size] = flaw.facts;
      flags[size] = statuses.indexOf(flaw.status) | (flaw.atPort ? AT_PORT : 0);
      size += 1;
    },
    size: () => size,
    data: () => ({ size, ids, hosts, abouts, checks, facts, flags }),
  };
}

export function flawColumnsOf(data: FlawData): FlawColumns {
  const { size, hosts, abouts, checks, facts, flags } = data;
  const idOf = flawIdsOf(data);
  return {
    size,
    at: (ordinal) => {
      const flag = flags[ordinal] ?? 0;
      return {
        id: idOf(ordinal),
        host: hosts[ordinal] ?? 0,
        about: abouts[ordinal] ?? 0,
        check: checks[ordinal] ?? 0,
        facts: facts[ordinal] ?? 0,
        status: statuses[flag & (AT_PORT - 1)] ?? 'open',
        atPort: (flag & AT_PORT) !== 0,
      };
    },
    hostOf: (ordinal) => hosts[ordinal] ?? 0,
    byHost: (count) => groupByHost(hosts.subarray(0, size), count),
  };
}

/** The id of a flaw by its place: 32 hexadecimal digits. */
export function flawIdsOf({ ids: bytes }: Pick<FlawData, 'ids'>): (ordinal: number) => string {
  const ids = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (ordinal) => ids.toString('hex', ordinal * ID_BYTES, (ordinal + 1) * ID_BYTES);
}

function grown<T extends Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** A counting sort: stable, and without an object per flaw. */
function groupByHost(hosts: Int32Array, count: number): (host: number) => Int32Array {
  const starts = new Int32Array(count + 1);
  for (const host of hosts) starts[host + 1] = (starts[host + 1] ?? 0) + 1;
  for (let host = 1; host <= count; host += 1) starts[host] = (starts[host] ?? 0) + (starts[host - 1] ?? 0);
  const next = starts.slice(0, count);
  const ordered = new Int32Array(hosts.length);
  for (const [ordinal, host] of hosts.entries()) {
    const place = next[host] ?? 0;
    ordered[place] = ordinal;
    next[host] = place + 1;
  }
  return (host) => ordered.subarray(starts[host], starts[host + 1]);
}
