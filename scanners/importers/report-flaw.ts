import { isIP } from 'node:net';
import { showsNothing } from '#core/hidden-text.ts';
import type { ReportedFlaw, ReportedHost, ReportedProduct } from '#core/advisory/reported-flaw.ts';
import { unique } from './report-identifiers.ts';
import type { ReportClock, ReportTime } from './report-time.ts';
import { epochTime } from './report-time.ts';
import { evidenceText, lineOrNull, lineText, remedyOrNull } from './report-text.ts';

/** A flaw with what is known of it; the rest is unknown. Texts are cut and folded here. */
export type FlawParts = Pick<ReportedFlaw, 'host' | 'check' | 'title' | 'record'> & Partial<ReportedFlaw>;

export function flawOf(parts: FlawParts): ReportedFlaw {
  const wrongCves = unique(parts.wrongCves ?? []).map(lineText);
  return {
    host: parts.host,
    check: lineText(parts.check),
    title: lineText(parts.title) || lineText(parts.check),
    product: parts.product ?? null,
    fixes: unique(parts.fixes ?? []),
    cves: unique(parts.cves ?? []),
    ...(wrongCves.length === 0 ? {} : { wrongCves }),
    severity: parts.severity ?? null,
    cvss: parts.cvss ?? null,
    status: parts.status ?? 'open',
    port: parts.port ?? null,
    evidence: evidenceText(withWrongCves(parts.evidence ?? '', wrongCves)),
    remedy: remedyOrNull(parts.remedy),
    firstSeen: parts.firstSeen ?? null,
    lastSeen: parts.lastSeen ?? null,
    record: parts.record,
  };
}

const SHOWN_WRONG = 20;

/** Before what was seen, for that is cut: an id that is none is known nowhere, and nobody would miss it. */
function withWrongCves(evidence: string, wrongCves: readonly string[]): string {
  if (wrongCves.length === 0) return evidence;
  const more = wrongCves.length > SHOWN_WRONG ? ` and ${wrongCves.length - SHOWN_WRONG} more` : '';
  return `No CVE id, though named as one: ${wrongCves.slice(0, SHOWN_WRONG).join(', ')}${more}.\n${evidence}`;
}

/** A host with what is known of it; the rest is unknown. Texts are cut and folded here. */
export type HostParts = Pick<ReportedHost, 'key'> & Partial<ReportedHost>;

export function hostOf(parts: HostParts): ReportedHost {
  return {
    key: parts.key,
    kind: parts.kind ?? 'host',
    name: lineOrNull(parts.name),
    addresses: addressesOf(parts.addresses ?? []),
    machineId: lineOrNull(parts.machineId),
    cloudId: lineOrNull(parts.cloudId),
    os: lineOrNull(parts.os),
    startedAt: parts.startedAt ?? null,
    finishedAt: parts.finishedAt ?? null,
    timeAssumed: parts.timeAssumed ?? false,
    credentialed: parts.credentialed ?? null,
    complete: parts.complete ?? false,
    ...(parts.ran === undefined ? {} : { ran: parts.ran }),
  };
}

/** The texts that are IP addresses, each once, lower case. */
export function addressesOf(texts: Iterable<string | null | undefined>): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const trimmed = text?.trim() ?? '';
    if (isIP(trimmed) !== 0) found.add(trimmed.toLowerCase());
  }
  return [...found];
}

/** The first text that is a name and no address; null when there is none. */
export function nameOf(...texts: readonly (string | null | undefined)[]): string | null {
  for (const text of texts) {
    const line = lineOrNull(text);
    if (line !== null && isIP(line) === 0) return line;
  }
  return null;
}

/** `tcp/443`; null for no port, port 0 or text that is none. */
export function portOf(
  port: string | number | null | undefined,
  protocol: string | null | undefined,
): string | null {
  const number = Number(port ?? '');
  if (!Number.isInteger(number) || number < 1 || number > 65535) return null;
  const name = (protocol ?? '').trim().toLowerCase();
  return `${/^(?:tcp|udp|sctp)$/.test(name) ? name : 'tcp'}/${number}`;
}

/** Start and end of a scan as `ReportedHost` has them. */
export function scanTimes(
  started: ReportTime | null,
  finished: ReportTime | null,
): Pick<ReportedHost, 'startedAt' | 'finishedAt' | 'timeAssumed'> {
  return {
    startedAt: started?.at ?? null,
    finishedAt: finished?.at ?? null,
    timeAssumed: (started?.assumed ?? false) || (finished?.assumed ?? false),
  };
}

/** First and last sight of a flaw. */
export function sightTimes(
  clock: ReportClock,
  first: string | null | undefined,
  last: string | null | undefined,
): Pick<ReportedFlaw, 'firstSeen' | 'lastSeen'> {
  return { firstSeen: clock(first)?.at ?? null, lastSeen: clock(last)?.at ?? null };
}

/** The instant that is written in seconds since 1970, or else in words. */
export function eitherTime(
  clock: ReportClock,
  seconds: string | null | undefined,
  words: string | null | undefined,
): ReportTime | null {
  return epochTime(seconds) ?? clock(words);
}

/** A product by the name that the tool shows. */
export function productOf(
  parts: Pick<ReportedProduct, 'name' | 'keyedBy'> & Partial<ReportedProduct>,
): ReportedProduct | null {
  const name = lineText(parts.name);
  if (showsNothing(name)) return null;
  return {
    name,
    keyedBy: parts.keyedBy,
    arch: lineOrNull(parts.arch),
    installed: lineOrNull(parts.installed),
    fixed: lineOrNull(parts.fixed),
    scheme: parts.scheme ?? null,
  };
}
