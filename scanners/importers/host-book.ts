import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { reportEmpty } from './report-error.ts';
import { addressesOf, hostOf, type HostParts } from './report-flaw.ts';
import type { ReportSink } from './report-importer.ts';

/** Hosts of a report that names them on every record: each is handed on once, when all is read. */
export interface HostBook {
  /** Adds what a record says of its host: what was known stays, addresses are gathered. */
  readonly note: (parts: HostParts) => void;
  readonly get: (key: string) => ReportedHost | null;
  /** Changes a host by what was learnt later; a key that is not in the book is left out. */
  readonly update: (key: string, change: Partial<ReportedHost>) => void;
  /** Hands all hosts on, in the order in which they were met. @throws AppError REPORT_EMPTY when there are none */
  readonly handOn: (sink: ReportSink, last?: (host: ReportedHost) => ReportedHost) => void;
}

export function hostBook(): HostBook {
  const hosts = new Map<string, ReportedHost>();
  return {
    note(parts) {
      const before = hosts.get(parts.key);
      // Millions of records name few hosts: the common case is nothing new.
      if (before === undefined) hosts.set(parts.key, hostOf(parts));
      else if (bringsMore(before, parts)) hosts.set(parts.key, merged(before, hostOf(parts)));
    },
    get: (key) => hosts.get(key) ?? null,
    update(key, change) {
      const before = hosts.get(key);
      if (before !== undefined) hosts.set(key, { ...before, ...change });
    },
    handOn(sink, last = (host) => host) {
      if (hosts.size === 0) throw reportEmpty();
      for (const host of hosts.values()) sink.host(last(host));
    },
  };
}

const texts = ['name', 'machineId', 'cloudId', 'os', 'startedAt', 'finishedAt'] as const;

function bringsMore(before: ReportedHost, parts: HostParts): boolean {
  return (
    texts.some((field) => before[field] === null && (parts[field] ?? null) !== null) ||
    (before.credentialed === null && (parts.credentialed ?? null) !== null) ||
    (!before.complete && parts.complete === true) ||
    addressesOf(parts.addresses ?? []).some((address) => !before.addresses.includes(address))
  );
}

function merged(before: ReportedHost, more: ReportedHost): ReportedHost {
  return {
    ...before,
    name: before.name ?? more.name,
    addresses: addressesOf([...before.addresses, ...more.addresses]),
    machineId: before.machineId ?? more.machineId,
    cloudId: before.cloudId ?? more.cloudId,
    os: before.os ?? more.os,
    startedAt: before.startedAt ?? more.startedAt,
    finishedAt: before.finishedAt ?? more.finishedAt,
    timeAssumed: before.timeAssumed || more.timeAssumed,
    credentialed: before.credentialed ?? more.credentialed,
    complete: before.complete || more.complete,
  };
}

/** Keys for hosts that a report may name several times, each time as a scan of its own: `web1`, `web1#2`. */
export function uniqueKeys(): (name: string) => string {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  };
}
