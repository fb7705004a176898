import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nobodyNamed } from '#core/stakeholder/system-content.ts';
import type { App } from '#lib/server/app.ts';
import { listAllDelegations, listDelegations } from '#lib/server/auth/delegations/list-delegations.ts';
import { endDelegation, nameDelegate } from '#lib/server/auth/delegations/name-delegate.ts';
import { createEngagement, endEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { listEngagements } from '#lib/server/auth/engagements/list-engagements.ts';
import { getPerson } from '#lib/server/auth/people/get-person.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { readDocument, readDocuments } from '#lib/server/read-documents/index.ts';
import { documentShapes } from '#lib/server/read-documents/document-input.ts';
import type { DocumentName } from '#lib/server/read-documents/document-input.ts';
import { checkStaged, importStaged } from '#lib/server/imports/check-staged.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { listFormats } from '#lib/server/imports/import-formats.ts';
import { getMapping } from '#lib/server/imports/list-mappings.ts';
import { openDraft } from '#lib/server/imports/preview-draft.ts';
import { removeMapping, saveMapping } from '#lib/server/imports/save-mapping.ts';
import { stagedFile, stageFile } from '#lib/server/imports/staged-files.ts';
import {
  approveAdjudications,
  refuseAdjudications,
  reverseAdjudications,
  withdrawAdjudications,
} from '#lib/server/adjudications/answer-adjudications.ts';
import { getAdjudicationForm } from '#lib/server/adjudications/get-adjudication-form.ts';
import { proposeAdjudication } from '#lib/server/adjudications/propose-adjudication.ts';
import { decideClaim } from '#lib/server/reports/decide-claim.ts';
import { getSecondOpinion } from '#lib/server/reports/get-second-opinion.ts';
import { defineControl, retireControl, validateControl } from '#lib/server/controls/manage-control.ts';
import {
  approveException,
  assessException,
  meetCondition,
  refuseExceptionRequest,
  returnException,
  revokeException,
  suspendException,
  withdrawException,
} from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { getEvidence } from '#lib/server/exceptions/get-evidence.ts';
import { previewScope } from '#lib/server/exceptions/preview-scope.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import {
  approveOverrides,
  refuseOverrides,
  withdrawOverrides,
} from '#lib/server/ranking/answer-overrides.ts';
import { totalSelection } from '#lib/server/findings/total-selection.ts';
import { getRankChoices } from '#lib/server/ranking/get-rank-choices.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { ratePatch, researchPatch } from '#lib/server/ranking/research-patch.ts';
import { doubtStep, verifyStep } from '#lib/server/findings/verify-step.ts';
import { approveEntry, closeEntry, returnEntry, reviewEntry } from '#lib/server/registers/answer-entry.ts';
import { getEntryFile } from '#lib/server/registers/get-entry-file.ts';
import { answerRequest, decideRequest } from '#lib/server/audits/answer-request.ts';
import { askForEvidence } from '#lib/server/audits/ask-for-evidence.ts';
import { drawAuditSample, judgeItem } from '#lib/server/audits/draw-sample.ts';
import { makeComment, takeBackComment } from '#lib/server/audits/write-comment.ts';
import { getRequestFile } from '#lib/server/audits/get-request-file.ts';
import { listOwnEngagements } from '#lib/server/audits/list-audits.ts';
import { acknowledgePart, nameStakeholders } from '#lib/server/stakeholders/name-stakeholders.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { cancelScan } from '#lib/server/scans/cancel-scan.ts';
import { createCredential } from '#lib/server/scans/credentials.ts';
import { getFirstScan } from '#lib/server/scans/get-first-scan.ts';
import { getScan } from '#lib/server/scans/get-scan.ts';
import { getSection } from '#lib/server/scans/get-section.ts';
import { listScanJobs } from '#lib/server/scans/list-scans.ts';
import { pinHostKeys } from '#lib/server/scans/pin-host-keys.ts';
import { startScan } from '#lib/server/scans/start-scan.ts';
import { watchJob } from '#lib/server/scans/watch-job.ts';
import { exportEnvelope } from '#lib/server/exports/export-scans.ts';
import { getInstallation } from '#lib/server/policy/get-installation.ts';
import { acknowledgePolicy } from '#lib/server/policy/acknowledge-policy.ts';
import {
  requestReview,
  returnDraft,
  reviewDraft,
  signDraft,
  withdrawDraft,
} from '#lib/server/policy/answer-draft.ts';
import { endExecutive, listExecutives, nameExecutive } from '#lib/server/policy/executives.ts';
import { getPolicy } from '#lib/server/policy/get-policy.ts';
import { startOfDraft } from '#lib/server/policy/get-policy-version.ts';
import { listPolicySpans } from '#lib/server/policy/list-policy-spans.ts';
import { listPolicyChanges } from '#lib/server/policy/list-policy-changes.ts';
import {
  getPolicyReview,
  giveFeedback,
  holdReview,
  listReviewers,
} from '#lib/server/policy/policy-review.ts';
import { publishPolicy } from '#lib/server/policy/publish-policy.ts';
import { beginDraft, editDraft } from '#lib/server/policy/write-draft.ts';
import { firstTemplate } from '#core/policy/policy.ts';
import type { MappingDocument } from '#scanners/importers/column-mapping.ts';
import { draftOf } from './support/exception-draft.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

/** Signed in, without any role: may do nothing. */
const nobody: Viewer = { personId: 'p', name: 'Nobody', roles: [], units: ['*'], via: 'web' };
const refused = expect.objectContaining({ code: 'FORBIDDEN', status: 403 });

let site: TestSite;
let app: App;

beforeAll(async () => {
  site = makeSite(Date.parse('2026-05-01T08:00:00Z'));
  app = await site.open();
});

afterAll(async () => {
  await app.close();
  site.remove();
});

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return null;
}

const noMapping: MappingDocument = {
  schema: 'patchproof.column-mapping',
  version: 1,
  title: 'x',
  tool: 'x',
  identifiedBy: [['x']],
  columns: { host: ['x'] },
};
const nothingSaid = { everywhere: false, verdict: '', reason: '', evidence: [] };
const decision = { id: 'x', reason: '' };

const days = { from: '', until: '' };
const noDraft = { changeSummary: '', text: '', effectiveDay: '', terms: {} };
const aboutDraft = { draftId: 'x', hash: 'x' };

const useCases: Record<string, () => unknown> = {
  getPerson: () => getPerson(app, nobody, 'x'),
  createEngagement: () => createEngagement(app, nobody, { name: '', units: [], auditors: [], ...days }),
  endEngagement: () => endEngagement(app, nobody, { id: 'x' }),
  listEngagements: () => listEngagements(app, nobody, {}),
  nameDelegate: () => nameDelegate(app, nobody, { delegate: 'x', ...days }),
  endDelegation: () => endDelegation(app, nobody, { id: 'x' }),
  listDelegations: () => listDelegations(app, nobody, {}),
  listAllDelegations: () => listAllDelegations(app, nobody, {}),
  approveOverrides: () => approveOverrides(app, nobody, { ids: [] }),
  refuseOverrides: () => refuseOverrides(app, nobody, { ids: [], reason: '' }),
  withdrawOverrides: () => withdrawOverrides(app, nobody, { ids: [], reason: '' }),
  proposeOverride: () =>
    proposeOverride(app, nobody, { findingId: 'x', everywhere: false, to: '', reason: '', evidence: [] }),
  approveAdjudications: () => approveAdjudications(app, nobody, { ids: [] }),
  refuseAdjudications: () => refuseAdjudications(app, nobody, { ids: [], reason: '' }),
  withdrawAdjudications: () => withdrawAdjudications(app, nobody, { ids: [], reason: '' }),
  reverseAdjudications: () => reverseAdjudications(app, nobody, { ids: [], reason: '' }),
  proposeAdjudication: () => proposeAdjudication(app, nobody, { findingId: 'x', ...nothingSaid }),
  getAdjudicationForm: () => getAdjudicationForm(app, nobody, { findingId: 'x' }),
  decideClaim: () => decideClaim(app, nobody, { assetId: 'x', flawId: 'x', ...nothingSaid }),
  getSecondOpinion: () => getSecondOpinion(app, nobody, { assetId: 'x', flawId: 'x' }),
  getRankChoices: () => getRankChoices(app, nobody, { findingId: 'x' }),
  saveException: () =>
    saveException(app, nobody, { id: null, draft: draftOf([], '2026-06-01'), keep: [], files: [] }),
  requestException: () => requestException(app, nobody, { id: 'x' }),
  previewScope: () => previewScope(app, nobody, draftOf([], '2026-06-01').scope),
  getEvidence: () => getEvidence(app, nobody, { id: 'x', sha256: 'x' }),
  approveException: () => approveException(app, nobody, { ...decision, hash: 'x', until: 'x' }),
  assessException: () => assessException(app, nobody, { ...decision, recommendation: 'x' }),
  refuseExceptionRequest: () => refuseExceptionRequest(app, nobody, decision),
  returnException: () => returnException(app, nobody, decision),
  withdrawException: () => withdrawException(app, nobody, decision),
  revokeException: () => revokeException(app, nobody, decision),
  meetCondition: () => meetCondition(app, nobody, { ...decision, condition: 'x' }),
  suspendException: () => suspendException(app, nobody, decision),
  defineControl: () =>
    defineControl(app, nobody, { id: null, name: '', owner: '', effect: '', interval: '', unit: '' }),
  validateControl: () => validateControl(app, nobody, { id: 'x', result: '', note: '', evidence: [] }),
  retireControl: () => retireControl(app, nobody, decision),
  writeEntry: () =>
    writeEntry(app, nobody, {
      id: null,
      basedOn: null,
      register: 'asv-scans',
      title: '',
      owner: '',
      unit: '*',
      fields: {},
      keep: [],
      files: [],
    }),
  approveEntry: () => approveEntry(app, nobody, { ...decision, hash: 'x' }),
  returnEntry: () => returnEntry(app, nobody, { ...decision, hash: 'x' }),
  reviewEntry: () => reviewEntry(app, nobody, { id: 'x', result: 'confirmed', note: '', files: [] }),
  closeEntry: () => closeEntry(app, nobody, decision),
  getEntryFile: () => getEntryFile(app, nobody, { id: 'x', sha256: 'x' }),
  listOwnEngagements: () => listOwnEngagements(app, nobody),
  askForEvidence: () =>
    askForEvidence(app, nobody, {
      engagement: 'x',
      title: '',
      text: '',
      requirement: '',
      about: '',
      unit: '*',
      due: '',
    }),
  answerRequest: () => answerRequest(app, nobody, { id: 'x', version: 1, text: '', files: [] }),
  decideRequest: () => decideRequest(app, nobody, { id: 'x', version: 1, text: '', decision: 'accepted' }),
  drawAuditSample: () =>
    drawAuditSample(app, nobody, {
      engagement: 'x',
      title: '',
      requirement: '',
      population: 'assets',
      unit: '',
      filters: {},
      size: 1,
      seed: '',
    }),
  makeComment: () => makeComment(app, nobody, { engagement: 'x', about: '', text: '' }),
  takeBackComment: () => takeBackComment(app, nobody, { id: 'x', reason: '' }),
  judgeItem: () => judgeItem(app, nobody, { id: 'x', item: 'x', result: 'pass', note: '' }),
  getRequestFile: () => getRequestFile(app, nobody, { id: 'x', sha256: 'x' }),
  nameStakeholders: () => nameStakeholders(app, nobody, { id: 'unit/x', basedOn: 0, content: nobodyNamed }),
  acknowledgePart: () => acknowledgePart(app, nobody, { id: 'unit/x', part: 'x' }),
  researchPatch: () =>
    researchPatch(app, nobody, { fix: 'x', product: 'x', issue: '', effects: [], sources: [] }),
  ratePatch: () => ratePatch(app, nobody, { fix: 'x', product: 'x', rating: '', basis: '', reason: '' }),
  totalSelection: () => totalSelection(app, nobody, { ids: [] }),
  verifyStep: () => verifyStep(app, nobody, { findingId: 'x', checked: '', how: '', when: '', evidence: '' }),
  doubtStep: () => doubtStep(app, nobody, { findingId: 'x', reason: '' }),
  cancelScan: () => cancelScan(app, nobody, { id: 'x' }),
  createCredential: () => createCredential(app, nobody, { name: 'n', user: 'u', secret: { password: 'p' } }),
  getFirstScan: () => getFirstScan(app, nobody),
  getScan: () => getScan(app, nobody, { id: 'x' }),
  getSection: () => getSection(app, nobody, { scanId: 'x', name: 'dpkg', page: 1, pageSize: 10 }),
  listScanJobs: () => listScanJobs(app, nobody),
  pinHostKeys: () => pinHostKeys(app, nobody, { targets: ['h'], port: 22, text: '' }),
  startScan: () => startScan(app, nobody, { kind: 'local' }),
  watchJob: () => watchJob(app, nobody, { id: 'x', signal: new AbortController().signal }).next(),
  exportEnvelope: () => exportEnvelope(app, nobody, 'x'),
  getInstallation: () => getInstallation(app, nobody),
  getPolicy: () => getPolicy(app, nobody),
  getPolicyReview: () => getPolicyReview(app, nobody),
  listPolicySpans: () => listPolicySpans(app, nobody),
  listPolicyChanges: () => listPolicyChanges(app, nobody),
  listReviewers: () => listReviewers(app, nobody),
  listExecutives: () => listExecutives(app, nobody),
  startOfDraft: () => startOfDraft(app, nobody),
  beginDraft: () => beginDraft(app, nobody, noDraft),
  editDraft: () => editDraft(app, nobody, { ...noDraft, draftId: 'x' }),
  requestReview: () => requestReview(app, nobody, aboutDraft),
  reviewDraft: () => reviewDraft(app, nobody, { ...aboutDraft, agrees: true, comment: '' }),
  returnDraft: () => returnDraft(app, nobody, { ...aboutDraft, reason: '' }),
  withdrawDraft: () => withdrawDraft(app, nobody, { ...aboutDraft, reason: '' }),
  signForSecurity: () => signDraft(app, nobody, { ...aboutDraft, side: 'security' }),
  signForOperations: () => signDraft(app, nobody, { ...aboutDraft, side: 'operations' }),
  signAsExecutive: () => signDraft(app, nobody, { ...aboutDraft, side: 'executive' }),
  publishPolicy: () => publishPolicy(app, nobody, { ...firstTemplate('UTC', 0), version: 2 }),
  acknowledgePolicy: () => acknowledgePolicy(app, nobody, { version: 1 }),
  giveFeedback: () => giveFeedback(app, nobody, { version: 1, text: '' }),
  holdReview: () => holdReview(app, nobody, { version: 1 }),
  nameExecutive: () => nameExecutive(app, nobody, { person: 'x', function: '' }),
  endExecutive: () => endExecutive(app, nobody, { person: 'x' }),
  importFile: () =>
    importFile(app, nobody, { content: Buffer.of(1), fileName: 'f', format: null, mode: 'keep' }),
  stageFile: () => stageFile(app, nobody, { name: 'f', body: new Response('x') }),
  stagedFile: () => stagedFile(app, nobody, 'x'),
  checkStaged: () => checkStaged(app, nobody, { ids: [], format: null, zone: null, holds: null }),
  importStaged: () => importStaged(app, nobody, { ids: [], format: null, zone: null, holds: null }),
  listFormats: () => listFormats(app, nobody),
  openDraft: () => openDraft(app, nobody, { file: null, mapping: 'x' }),
  getMapping: () => getMapping(app, nobody, { name: 'x' }),
  saveMapping: () => saveMapping(app, nobody, { name: 'x', basedOn: 0, document: noMapping }),
  removeMapping: () => removeMapping(app, nobody, { name: 'x' }),
};

describe('who has no role', () => {
  it.each(Object.keys(useCases))('is refused by %s, and nothing is recorded', async (name) => {
    const before = app.store.log.head().seq;
    expect(await errorOf(() => useCases[name]?.())).toEqual(refused);
    expect(app.store.log.head().seq).toBe(before);
  });

  // `viewer` only tells who asks.
  const names = (Object.keys(readDocuments) as DocumentName[]).filter((name) => name !== 'viewer');
  it.each(names)('gets no document %s', async (name) => {
    const query: Record<string, string> = documentShapes[name].takesId ? { id: 'x' } : {};
    expect(await errorOf(() => readDocument(app, nobody, { name, query }))).toEqual(refused);
  });
});
