import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getRequest } from '../audits/get-request.ts';
import { getSample, redrawSample } from '../audits/get-sample.ts';
import { listComments } from '../audits/list-comments.ts';
import { listRequests } from '../audits/list-requests.ts';
import { listSamples } from '../audits/list-samples.ts';
import { getControl } from '../controls/get-control.ts';
import { listControls } from '../controls/list-controls.ts';
import { getException } from '../exceptions/get-exception.ts';
import { listExceptions } from '../exceptions/list-exceptions.ts';
import { exportRequests } from '../exports/export-audit-requests.ts';
import { exportComments } from '../exports/export-audit-comments.ts';
import { exportSampleItems, exportSamples } from '../exports/export-audit-samples.ts';
import { exportAgeing } from '../exports/export-ageing.ts';
import { exportLog } from '../evidence/export-log.ts';
import { getLogEvent } from '../evidence/get-log-event.ts';
import { proveLog } from '../evidence/prove-log.ts';
import { searchLog } from '../evidence/search-log.ts';
import { exportAssets, exportPackages } from '../exports/export-assets.ts';
import { exportCompliance } from '../exports/export-compliance.ts';
import { exportCoverage } from '../exports/export-coverage.ts';
import { exportControls, exportExceptions } from '../exports/export-exceptions.ts';
import { exportEntries } from '../exports/export-entries.ts';
import { exportFindings } from '../exports/export-findings.ts';
import { exportFlow } from '../exports/export-flow.ts';
import { exportLogRows } from '../exports/export-log-rows.ts';
import { exportImports } from '../exports/export-imports.ts';
import { exportObligations } from '../exports/export-obligations.ts';
import { exportGroups } from '../exports/export-groups.ts';
import { exportPatch } from '../exports/export-patch.ts';
import { exportPatches } from '../exports/export-patches.ts';
import { exportAdjudications } from '../exports/export-adjudications.ts';
import { exportSecondOpinions } from '../exports/export-second-opinions.ts';
import { exportRankChanges } from '../exports/export-rank-changes.ts';
import { exportScans } from '../exports/export-scans.ts';
import { exportStakeholders } from '../exports/export-stakeholders.ts';
import { exportUnfixed } from '../exports/export-unfixed.ts';
import { exportUnits } from '../exports/export-units.ts';
import { exportTimeToPatch } from '../exports/export-time-to-patch.ts';
import { listFeeds } from '../feeds/list-feeds.ts';
import { explainFinding } from '../findings/explain-finding.ts';
import { getFinding } from '../findings/get-finding.ts';
import { getAgeing } from '../findings/get-ageing.ts';
import { getCompliance } from '../findings/get-compliance.ts';
import { getFlow } from '../findings/get-flow.ts';
import { getPatch } from '../findings/get-patch.ts';
import { getPosture } from '../findings/get-posture.ts';
import { getUnfixed } from '../findings/get-unfixed.ts';
import { getTimeToPatch } from '../findings/get-time-to-patch.ts';
import { listFindings } from '../findings/list-findings.ts';
import { listJudged } from '../findings/list-judged.ts';
import { listUnfixed } from '../findings/list-unfixed.ts';
import { listPatches } from '../findings/list-patches.ts';
import { listImports } from '../imports/list-imports.ts';
import { listMappings } from '../imports/list-mappings.ts';
import { getCoverage } from '../inventory/get-coverage.ts';
import { listAssets } from '../inventory/list-assets.ts';
import { listGroups } from '../inventory/list-groups.ts';
import { listUnits } from '../inventory/list-units.ts';
import { getDraft, getPolicyDiff, getPolicyVersion } from '../policy/get-policy-version.ts';
import { listPolicies } from '../policy/list-policies.ts';
import { whatIf } from '../policy/what-if.ts';
import { getEntry } from '../registers/get-entry.ts';
import { listEntries } from '../registers/list-entries.ts';
import { listRegisters } from '../registers/list-registers.ts';
import { suggestSupportEnds } from '../registers/suggest-support-ends.ts';
import { listAdjudications } from '../adjudications/list-adjudications.ts';
import { listSecondOpinions } from '../reports/list-second-opinions.ts';
import { listRankChanges } from '../ranking/list-rank-changes.ts';
import { listScans } from '../scans/list-scans.ts';
import { getStakeholders } from '../stakeholders/get-stakeholders.ts';
import { listStakeholders } from '../stakeholders/list-stakeholders.ts';
import { assetDocument } from './asset-document.ts';
import { readDocumentInput, wholeNumber } from './document-input.ts';
import type { DocumentInput, DocumentName, DocumentQuery } from './document-input.ts';
import { describeViewer } from './describe-viewer.ts';
import { verifyEvidence } from './verify-evidence.ts';

type Read<T = unknown> = (app: App, viewer: Viewer, input: DocumentInput) => T;

const listInput = ({ filters, id: _id, ...rest }: DocumentInput) => ({ ...filters, ...rest });
const assetInput = ({ id, asOf, knownAt, filters, sort, page, pageSize }: DocumentInput) => ({
  id,
  asOf,
  knownAt,
  packages: { ...filters, sort, page, pageSize },
});

const wholeNumbers = (filters: DocumentInput['filters']) =>
  Object.fromEntries(Object.entries(filters).map(([field, text]) => [field, wholeNumber(field, text)]));

const viewInput = ({ asOf, knownAt, filters }: DocumentInput) => ({ asOf, knownAt, ...filters });

/** What the API serves as `GET /api/v1/<name>` and the command line prints with `--json`: one source for both. */
export const readDocuments = {
  findings: (app, viewer, input) => listFindings(app, viewer, listInput(input)),
  finding: (app, viewer, input) => getFinding(app, viewer, input),
  patches: (app, viewer, input) => listPatches(app, viewer, listInput(input)),
  patch: (app, viewer, input) => getPatch(app, viewer, { ...listInput(input), id: input.id }),
  unfixed: (app, viewer, input) => listUnfixed(app, viewer, listInput(input)),
  'unfixed-flaw': (app, viewer, input) => getUnfixed(app, viewer, { ...viewInput(input), id: input.id }),
  'rank-changes': (app, viewer, input) => listRankChanges(app, viewer, listInput(input)),
  adjudications: (app, viewer, input) => listAdjudications(app, viewer, listInput(input)),
  exceptions: (app, viewer, input) => listExceptions(app, viewer, listInput(input)),
  exception: (app, viewer, input) => getException(app, viewer, input),
  controls: (app, viewer, input) => listControls(app, viewer, listInput(input)),
  control: (app, viewer, input) => getControl(app, viewer, input),
  registers: (app, viewer, input) => listRegisters(app, viewer, viewInput(input)),
  'register-entries': (app, viewer, input) => listEntries(app, viewer, listInput(input)),
  'support-ends': (app, viewer, input) => suggestSupportEnds(app, viewer, viewInput(input)),
  'register-entry': (app, viewer, input) => getEntry(app, viewer, input),
  'audit-requests': (app, viewer, input) => listRequests(app, viewer, listInput(input)),
  'audit-request': (app, viewer, input) => getRequest(app, viewer, input),
  'audit-comments': (app, viewer, input) => listComments(app, viewer, listInput(input)),
  'audit-samples': (app, viewer, input) => listSamples(app, viewer, listInput(input)),
  'audit-sample': (app, viewer, input) => getSample(app, viewer, input),
  'audit-redraw': (app, viewer, input) => redrawSample(app, viewer, input),
  stakeholders: (app, viewer, input) => listStakeholders(app, viewer, viewInput(input)),
  'stakeholders-of': (app, viewer, input) => getStakeholders(app, viewer, input),
  obligations: (app, viewer, input) => listJudged(app, viewer, listInput(input)),
  assets: (app, viewer, input) => listAssets(app, viewer, listInput(input)),
  asset: (app, viewer, input) => assetDocument(app, viewer, assetInput(input)),
  posture: (app, viewer, input) => getPosture(app, viewer, viewInput(input)),
  coverage: (app, viewer, input) => getCoverage(app, viewer, viewInput(input)),
  'time-to-patch': (app, viewer, input) => getTimeToPatch(app, viewer, viewInput(input)),
  compliance: (app, viewer, input) => getCompliance(app, viewer, viewInput(input)),
  flow: (app, viewer, input) => getFlow(app, viewer, viewInput(input)),
  ageing: (app, viewer, input) => getAgeing(app, viewer, viewInput(input)),
  units: (app, viewer, input) => listUnits(app, viewer, viewInput(input)),
  groups: (app, viewer, input) => listGroups(app, viewer, viewInput(input)),
  explain: (app, viewer, input) => explainFinding(app, viewer, input),
  feeds: (app, viewer, input) => listFeeds(app, viewer, viewInput(input)),
  imports: (app, viewer, input) => listImports(app, viewer, listInput(input)),
  mappings: (app, viewer) => listMappings(app, viewer),
  scans: (app, viewer, input) => listScans(app, viewer, listInput(input)),
  'second-opinions': (app, viewer, input) => listSecondOpinions(app, viewer, listInput(input)),
  policies: (app, viewer) => listPolicies(app, viewer),
  policy: (app, viewer, { id }) => getPolicyVersion(app, viewer, { version: Number(id) }),
  'policy-diff': (app, viewer, { filters }) =>
    getPolicyDiff(app, viewer, {
      from: Number(filters['from']),
      to: Number(filters['to']),
    }),
  'policy-what-if': (app, viewer, { id }) =>
    whatIf(app, viewer, getDraft(app, viewer, { draftId: id }).content.terms),
  log: (app, viewer, input) => searchLog(app, viewer, listInput(input)),
  'log-event': (app, viewer, { id }) => getLogEvent(app, viewer, { seq: Number(id) }),
  'log-proof': (app, viewer, { filters }) => proveLog(app, viewer, wholeNumbers(filters)),
  'log-export': (app, viewer, { filters }) => exportLog(app, viewer, { after: 0, ...wholeNumbers(filters) }),
  'log-verify': (app, viewer, { filters }) => verifyEvidence(app, viewer, filters),
  viewer: (_app, viewer) => describeViewer(viewer),
} as const satisfies Record<DocumentName, Read>;

/** Those that have rows, as CSV. */
export const csvDocuments = {
  findings: (app, viewer, input) => exportFindings(app, viewer, listInput(input)),
  assets: (app, viewer, input) => exportAssets(app, viewer, listInput(input)),
  asset: (app, viewer, input) => exportPackages(app, viewer, assetInput(input)),
  imports: (app, viewer, input) => exportImports(app, viewer, listInput(input)),
  scans: (app, viewer, input) => exportScans(app, viewer, listInput(input)),
  unfixed: (app, viewer, input) => exportUnfixed(app, viewer, listInput(input)),
  'rank-changes': (app, viewer, input) => exportRankChanges(app, viewer, listInput(input)),
  adjudications: (app, viewer, input) => exportAdjudications(app, viewer, listInput(input)),
  'second-opinions': (app, viewer, input) => exportSecondOpinions(app, viewer, listInput(input)),
  exceptions: (app, viewer, input) => exportExceptions(app, viewer, listInput(input)),
  controls: (app, viewer, input) => exportControls(app, viewer, listInput(input)),
  'register-entries': (app, viewer, input) => exportEntries(app, viewer, listInput(input)),
  'audit-requests': (app, viewer, input) => exportRequests(app, viewer, listInput(input)),
  'audit-comments': (app, viewer, input) => exportComments(app, viewer, listInput(input)),
  'audit-samples': (app, viewer, input) => exportSamples(app, viewer, listInput(input)),
  'audit-sample': (app, viewer, input) => exportSampleItems(app, viewer, input),
  stakeholders: (app, viewer, input) => exportStakeholders(app, viewer, viewInput(input)),
  obligations: (app, viewer, input) => exportObligations(app, viewer, listInput(input)),
  coverage: (app, viewer, input) => exportCoverage(app, viewer, viewInput(input)),
  'time-to-patch': (app, viewer, input) => exportTimeToPatch(app, viewer, viewInput(input)),
  compliance: (app, viewer, input) => exportCompliance(app, viewer, viewInput(input)),
  flow: (app, viewer, input) => exportFlow(app, viewer, viewInput(input)),
  ageing: (app, viewer, input) => exportAgeing(app, viewer, viewInput(input)),
  patches: (app, viewer, input) => exportPatches(app, viewer, listInput(input)),
  patch: (app, viewer, input) => exportPatch(app, viewer, { ...listInput(input), id: input.id }),
  units: (app, viewer, input) => exportUnits(app, viewer, viewInput(input)),
  groups: (app, viewer, input) => exportGroups(app, viewer, viewInput(input)),
  log: (app, viewer, input) => exportLogRows(app, viewer, listInput(input)),
} as const satisfies Partial<Record<DocumentName, Read>>;

export type CsvName = keyof typeof csvDocuments;

/** The documents by name, as their readers see them. */
export type Documents = { [N in DocumentName]: Awaited<ReturnType<(typeof readDocuments)[N]>> };

/**
 * One document for one viewer.
 * @throws AppError QUERY_INVALID and what the use case throws
 */
export async function readDocument<N extends DocumentName>(
  app: App,
  viewer: Viewer,
  { name, query }: { readonly name: N; readonly query: DocumentQuery },
): Promise<Documents[N]> {
  const read: Read = readDocuments[name];
  // The registry ties each name to what its function returns; the compiler does not follow that through `N`.
  return (await read(app, viewer, readDocumentInput(name, query))) as Documents[N];
}

/** A list as CSV. @throws AppError QUERY_INVALID and what the use case throws */
export function readCsv(
  app: App,
  viewer: Viewer,
  { name, query }: { readonly name: CsvName; readonly query: DocumentQuery },
): Promise<string> {
  return csvDocuments[name](app, viewer, readDocumentInput(name, query));
}

/** Narrows a document's name to one that has a CSV form. */
export function isCsvName(name: DocumentName): name is CsvName {
  return Object.hasOwn(csvDocuments, name);
}
