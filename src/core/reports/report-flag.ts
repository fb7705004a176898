import type { ReportedHost } from '../advisory/reported-flaw.ts';

/** What is taken in as it stands, and a reader of the receipt should know. */
export type ReportFlag =
  'BACKDATED' | 'CONTROL_CHARS' | 'CONVERTED' | 'CVE_INVALID' | 'NAME_SHARED' | 'VERSION_INVALID';

const DAY_MS = 86_400_000;

/** True when the scan of a host ended more than a day before its report came (ms since 1970 UTC). */
export function isBackdated(
  { startedAt, finishedAt }: Pick<ReportedHost, 'startedAt' | 'finishedAt'>,
  receivedAt: number,
): boolean {
  const at = finishedAt ?? startedAt;
  return at !== null && Date.parse(at) < receivedAt - DAY_MS;
}

type NamedHost = Pick<ReportedHost, 'key' | 'kind' | 'name' | 'addresses' | 'machineId' | 'cloudId'>;

/**
 * True when two hosts of a report share their name, and nothing else that would say that they are one: neither an
 * address nor the tool's key, nor an id of their own by which they stay apart. Names are hints, so they become one asset.
 */
export function sharesNames(hosts: Iterable<NamedHost>): boolean {
  const byName = new Map<string, NamedHost[]>();
  for (const host of hosts) {
    if (host.name === null || host.machineId !== null || host.cloudId !== null) continue;
    const name = `${host.kind} ${host.name.toLowerCase()}`;
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [host]);
    else if (namesakes.some((other) => areApart(other, host))) return true;
    else namesakes.push(host);
  }
  return false;
}

/** A host that a report has several times has a key with a number (`web1#2`). */
function areApart(a: NamedHost, b: NamedHost): boolean {
  const own = ({ key }: NamedHost): string => key.replace(/#\d+$/, '');
  return own(a) !== own(b) && !a.addresses.some((address) => b.addresses.includes(address));
}
