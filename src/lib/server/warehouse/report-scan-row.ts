import { toldSystem } from '#core/inventory/told-system.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import type { ApplyingReport, NewScan } from './report-context.ts';
import type { TableRow } from './tables.ts';

/**
 * Formats whose complete scans say nothing about missing patches as such: of settings, of open ports, of what a product
 * is made of. They cover no asset.
 */
const notOfPatches: readonly ReadAs['format'][] = [
  'lynis',
  'ssh-audit',
  'masscan',
  'naabu',
  'spdx',
  'csaf',
  'openvex',
  'cyclonedx-json',
  'cyclonedx-xml',
  'dependency-track',
];

/** A mapping of somebody's own was compared with nothing: what it reads may close a finding, and covers no asset. */
function isProof({ format, mapping }: ReadAs): boolean {
  return mapping === undefined && !notOfPatches.includes(format);
}

const noFailure = { failure_code: null, failure_message: null, failure_remedy: null };
const partialReport = {
  failure_code: 'REPORT_PARTIAL',
  failure_message:
    'The report does not show that the scan of this host was finished and nothing of it left out.',
  failure_remedy:
    'Export it unfiltered, with the scan’s own information; or import it again and say that it holds everything.',
};

const selection = {
  failure_code: 'REPORT_SELECTION',
  failure_message: 'The report was imported as a selection of what the tool found.',
  failure_remedy: 'If it is everything that the tool found, import the file again and say so.',
};

function failureOf({ complete }: NewScan, { holds }: ReadAs) {
  if (complete) return noFailure;
  return holds === 'selection' ? selection : partialReport;
}

/**
 * The row of one host of a report among the scans, so that coverage and judgements hold for assets that only other
 * tools scan. Its profile `report` tells it from our own scans.
 */
export function reportScanRow(
  scan: NewScan,
  { assetId, tool, load, event }: Omit<ApplyingReport, 'context'> & { readonly assetId: string },
): TableRow<'scan'> {
  const { finishedAt, os, ran } = scan.described;
  return {
    asset_id: assetId,
    seq: event.seq,
    scanner: tool,
    method: scan.login ? 'credentialed' : 'network',
    profile: 'report',
    host: scan.host,
    outcome: scan.complete ? 'complete' : 'partial',
    sufficient: scan.login && scan.complete && ran?.patches !== false && isProof(load),
    started_at: scan.at,
    finished_at: finishedAt === null ? scan.at : Math.max(scan.at, Date.parse(finishedAt)),
    recorded_at: Date.parse(event.recordedAt),
    ...failureOf(scan, load),
    artifact: load.artifact,
    job_id: null,
    told_os_id: os === null ? null : toldSystem(os),
    told_os: os,
    narrow: ran?.narrow ?? null,
    replaced_seq: null,
  };
}
