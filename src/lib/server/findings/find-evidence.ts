import { hasEnded, isWithdrawn } from '#core/advisory/finding-state.ts';
import { isPurl } from '#core/advisory/purl-scheme.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
import { isNoticeId, isUpdateId } from '#core/version/windows-update.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import { rawLines } from '../scans/get-section.ts';
import type { FindingAdvice } from './find-advice.ts';
import type { FindingDocumentRow } from './finding-row.ts';
import { hostAdvisories } from './host-advisories.ts';

/** Section that decides a missing security patch, and the one that decides its closure, by family. */
const SECTIONS = {
  debian: { missing: 'packages-policy', closed: 'dpkg' },
  redhat: { missing: 'updateinfo', closed: 'rpm' },
  inventory: { missing: 'updates', closed: 'packages' },
  sbom: { missing: 'packages', closed: 'packages' },
} as const;
/** Lines shown around the deciding ones of the package list. */
const CONTEXT = 2;
const MAX_LINES = 60;

interface EvidenceLine {
  readonly number: number;
  readonly text: string;
  readonly hit: boolean;
}

/**
 * The raw lines that decide a finding: while it is open the host's own index of the last complete scan, once
 * closed the package list of the scan that proved it. null when no such scan is in the view.
 */
export async function findEvidence(
  app: App,
  view: View,
  { finding, advice }: { readonly finding: FindingDocumentRow; readonly advice: FindingAdvice },
) {
  // A withdrawn fix was proven by no scan: what the host's index says stands as it did.
  const closed = hasEnded(finding) && !isWithdrawn(finding);
  const scan = await evidenceScan(app, view, finding, closed);
  if (!scan) return null;
  const manifest = app.evidence.manifest(scan.artifact);
  const family = evidenceFamily(manifest.family);
  const observation = closed ? null : app.evidence.observation(scan.artifact);
  const byFeeds = !closed && isFed(app, scan.artifact, { finding, advice, family, observation });
  const listed = closed || byFeeds ? SECTIONS[family].closed : SECTIONS[family].missing;
  const isSystem = family === 'inventory' && byFeeds && !isListed(app, scan.artifact, finding);
  const section = isSystem ? 'host' : listed;
  const meta = manifest.sections.find((one) => one.name === section);
  const raw = meta ? app.evidence.section(scan.artifact, section) : null;
  if (!meta || !raw) return null;
  const text = rawLines(raw);
  const isListing = closed || byFeeds || family === 'inventory' || family === 'sbom';
  const lines = isListing
    ? listedLines(text, finding, section)
    : offerLines(text, finding, { family, observation });
  return {
    scanId: scan.id,
    section,
    sha256: meta.sha256,
    artifact: scan.artifact,
    exitCode: meta.exitCode,
    durationMs: meta.durationMs,
    sealedAt: manifest.finishedAt,
    lines: lines.slice(0, MAX_LINES),
    advisories: hostAdvisories(observation, finding.packages),
    /** Neither a source of the inventory nor the host's own index offers the fix: feeds tell of it. */
    byFeeds,
  };
}

function evidenceFamily(family: string | null): keyof typeof SECTIONS {
  return family !== null && isEvidenceFamily(family) ? family : 'debian';
}

function isEvidenceFamily(family: string): family is keyof typeof SECTIONS {
  return Object.hasOwn(SECTIONS, family);
}

/** True where feeds tell of the fix, and neither the inventory itself nor the host's own index offers it. */
function isFed(
  app: App,
  artifact: string,
  { advice, ...looking }: Index & { readonly finding: FindingDocumentRow; readonly advice: FindingAdvice },
): boolean {
  const isTold = looking.family === 'inventory' || (advice?.fixed ?? null) !== null;
  return isTold && !isOffered(app, artifact, looking);
}

/** Whether the inventory itself, or the host's own index, offers one of the fixes. */
function isOffered(
  app: App,
  artifact: string,
  { finding, family, observation }: Index & { readonly finding: FindingDocumentRow },
): boolean {
  if (family === 'inventory') return linesIn(app, artifact, { finding, section: 'updates' }).length > 0;
  return finding.packages.some(({ name, arch, fixed }) =>
    observation?.policies.get(`${name}:${arch}`)?.versions.some(({ version }) => version === fixed),
  );
}

/** Whether one of the packages is in the list; the system of a Windows host may be told beside it alone. */
function isListed(app: App, artifact: string, finding: FindingDocumentRow): boolean {
  return linesIn(app, artifact, { finding, section: 'packages' }).length > 0;
}

interface Looking {
  readonly finding: FindingDocumentRow;
  readonly section: 'updates' | 'packages';
}

function linesIn(app: App, artifact: string, { finding, section }: Looking): EvidenceLine[] {
  const raw = app.evidence.section(artifact, section) ?? new Uint8Array();
  return listedLines(rawLines(raw), finding, section);
}

/** The deciding lines of an inventory's section. */
function listedLines(text: readonly string[], finding: FindingDocumentRow, section: string): EvidenceLine[] {
  if (section !== 'host') return packageLines(text, finding, section === 'updates' ? 'fixed' : null);
  const at = text.findIndex((line) => line.includes('"versionId"')) + 1;
  const range = { from: Math.max(1, at - CONTEXT), to: Math.min(text.length, at + CONTEXT) };
  return numbered(text, range, (line) => line === at);
}

async function evidenceScan(app: App, view: View, finding: FindingDocumentRow, closed: boolean) {
  // Where a person's word closed it, the scan that saw the version was before.
  if (closed && finding.verifiedBy && !finding.verifiedBy.startsWith('steps ')) {
    const filters = { id: finding.verifiedBy, asset_id: finding.assetId, job_id: null, outcome: null };
    const [scan] = await app.warehouse.query('scans', { ...view.params, ...filters, limit: 1, offset: 0 });
    return scan;
  }
  const [scan] = await app.warehouse.query('last-sufficient-scan', {
    ...view.params,
    asset_id: finding.assetId,
  });
  return scan;
}

interface Index {
  readonly family: keyof typeof SECTIONS;
  readonly observation: HostObservation | null;
}

/** The lines of the host's own index that offer the fixed versions. */
function offerLines(
  text: readonly string[],
  finding: FindingDocumentRow,
  { family, observation }: Index,
): EvidenceLine[] {
  return family === 'redhat'
    ? advisoryLines(text, finding, observation)
    : policyLines(text, finding, observation);
}

/** Rows of the list of advisories that name the fixed versions, with their neighbours. */
function advisoryLines(
  text: readonly string[],
  finding: FindingDocumentRow,
  observation: HostObservation | null,
): EvidenceLine[] {
  return finding.packages.flatMap((pkg) => {
    const policy = observation?.policies.get(`${pkg.name}:${pkg.arch}`);
    const at = policy?.versions.find(({ version }) => version === pkg.fixed)?.line ?? 0;
    if (at === 0) return [];
    const from = Math.max(1, at - CONTEXT);
    return numbered(text, { from, to: Math.min(text.length, at + CONTEXT) }, (line) => line === at);
  });
}

/** The blocks of `apt-cache policy` of the finding's packages; the deciding version lines are hits. */
function policyLines(
  text: readonly string[],
  finding: FindingDocumentRow,
  observation: HostObservation | null,
): EvidenceLine[] {
  return finding.packages.flatMap((pkg) => {
    const policy = observation?.policies.get(`${pkg.name}:${pkg.arch}`);
    if (!policy) return [];
    const hit = policy.versions.find((version) => version.version === pkg.fixed)?.line ?? policy.line;
    const end = text.findIndex((line, index) => index >= policy.line && !line.startsWith(' '));
    return numbered(text, { from: policy.line, to: end === -1 ? text.length : end }, (line) => line === hit);
  });
}

/**
 * Lines of a tab-separated list with the finding's packages, and their neighbours: of a package list whatever its
 * version, of a list of updates the one to the fixed version.
 */
function packageLines(
  text: readonly string[],
  finding: FindingDocumentRow,
  version: 'fixed' | null,
): EvidenceLine[] {
  return finding.packages.flatMap((pkg) => {
    const start = lineStart(finding, pkg, version);
    const at = text.findIndex((line) => line.startsWith(start)) + 1;
    if (at === 0) return [];
    const from = Math.max(1, at - CONTEXT);
    return numbered(text, { from, to: Math.min(text.length, at + CONTEXT) }, (line) => line === at);
  });
}

type FindingPackage = FindingDocumentRow['packages'][number];

/** How the line of a package begins; an update has none of its own and is shown by its product's. */
function lineStart({ product }: FindingDocumentRow, pkg: FindingPackage, version: 'fixed' | null): string {
  if (version === 'fixed') return `${pkg.name}\t${pkg.arch}\t${pkg.fixed}\t`;
  if (isUpdateId(pkg.name) || isNoticeId(pkg.fixed)) return `${product}\t`;
  const [, arch = pkg.arch] = isPurl(pkg.name) ? (/^(.+)-\d+$/.exec(pkg.arch) ?? []) : [];
  return `${pkg.name}\t${arch}\t${isPurl(pkg.name) && pkg.installed !== null ? `${pkg.installed}\t` : ''}`;
}

function numbered(
  text: readonly string[],
  { from, to }: { from: number; to: number },
  isHit: (line: number) => boolean,
): EvidenceLine[] {
  return text.slice(from - 1, to).map((line, index) => ({
    number: from + index,
    text: line,
    hit: isHit(from + index),
  }));
}
