import type { ReportedCvss, ReportedFlaw, ReportedProduct } from '#core/advisory/reported-flaw.ts';
import { schemeOfDistribution } from './distribution-scheme.ts';
import { productOf } from './report-flaw.ts';
import { readCvss, type ReportedSeverity } from './report-rating.ts';
import type { ReportClock, ReportTime } from './report-time.ts';

/** QIDs without a rating that say how the scan went; names as in Qualys' knowledge base. */
const facts: ReadonlyMap<string, boolean | null> = new Map([
  ['38307', true], // Unix Authentication Method
  ['70028', true], // Windows Authentication Method
  ['70053', true], // Windows Authentication Method for User-Provided Credentials
  ['105015', false], // Windows Authentication Failed
  ['105053', false], // Unix Authentication Failed
  ['45038', null], // Host Scan Time
  ['45017', null], // Operating System Detected
]);

/** True for a result that tells of the scan or the system, not of a flaw. */
export function isQualysFact(qid: string): boolean {
  return facts.has(qid);
}

/** What one result says of the login: true, false, or null for nothing. A refused login outweighs others. */
export function qualysLogin(known: boolean | null, qid: string): boolean | null {
  const said = facts.get(qid) ?? null;
  return known === false ? false : (said ?? known);
}

/** The agent runs on the host itself. */
export function isQualysAgent(trackingMethod: string): boolean {
  return /^(?:QAGENT|Cloud Agent|AGENT)$/i.test(trackingMethod.trim());
}

/** Start and end of the scan of a host, from the result of QID 45038. */
export function qualysScanTime(
  result: string,
  clock: ReportClock,
): { readonly started: ReportTime | null; readonly finished: ReportTime | null } {
  const [, start] = /^\s*Start time:\s*(.+?)\s*$/im.exec(result) ?? [];
  const [, end] = /^\s*End time:\s*(.+?)\s*$/im.exec(result) ?? [];
  return { started: clock(start), finished: clock(end) };
}

const severities: readonly ReportedSeverity[] = [null, 'low', 'low', 'medium', 'high', 'critical'];

/** Qualys' levels 1 (minimal) to 5 (urgent); information gathered has levels too, but is nothing to fix. */
export function qualysSeverity(level: string, type: string): ReportedSeverity {
  if (/^(?:ig|info)/i.test(type)) return 'info';
  return severities[Number(level)] ?? null;
}

/** A check that Qualys could not confirm is still open: what was seen begins with this word. */
export function withDoubt(result: string, type: string): string {
  return /^(?:practice|potential)/i.test(type) ? `Potential, not confirmed.\n${result}`.trim() : result;
}

/**
 * `New`, `Active`, `Re-Opened`, `Fixed`; ignored and disabled ones were accepted by a person, also by a ticket
 * (`Closed/Ignored`).
 */
export function qualysStatus(status: string, setAside: readonly string[]): ReportedFlaw['status'] {
  if (setAside.some((flag) => /^(?:1|yes|true)$|\bignored\b/i.test(flag.trim()))) return 'accepted';
  return /^fixed$/i.test(status.trim()) ? 'fixed' : 'open';
}

/** `9.9 (AV:N/AC:L/…)`: score and vector in one cell. */
export function qualysCvss(version: ReportedCvss['version'], text: string): ReportedCvss | null {
  const [, score, vector] = /^\s*([\d.]+)\s*(\([^)]*\))?/.exec(text) ?? [];
  return readCvss(version, score, vector);
}

const TABLE = /^\s*Package\s*(?:\t| {2,})\s*Installed Version\s*(?:\t| {2,})\s*Required Version\s*$/i;

/** Packages in the table `Package, Installed Version, Required Version` of a result. */
export function qualysProducts(title: string, result: string): readonly ReportedProduct[] {
  const lines = result.split('\n');
  const head = lines.findIndex((line) => TABLE.test(line));
  if (head < 0) return [];
  const found: ReportedProduct[] = [];
  for (const line of lines.slice(head + 1)) {
    const [name = '', installed = '', fixed = ''] = line.trim().split(/\s*\t\s*| {2,}/);
    if (name === '' || installed === '') break;
    const product = productOf({
      name,
      keyedBy: 'binary',
      installed,
      fixed,
      scheme: schemeOfDistribution(title),
    });
    if (product) found.push(product);
  }
  return found;
}
