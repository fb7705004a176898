import type { App } from '#lib/server/app.ts';
import { proposeAdjudication } from '#lib/server/adjudications/propose-adjudication.ts';
import { listAdjudications } from '#lib/server/adjudications/list-adjudications.ts';
import { answerRequest } from '#lib/server/audits/answer-request.ts';
import { askForEvidence } from '#lib/server/audits/ask-for-evidence.ts';
import { drawAuditSample } from '#lib/server/audits/draw-sample.ts';
import { makeComment } from '#lib/server/audits/write-comment.ts';
import { getRequest } from '#lib/server/audits/get-request.ts';
import { createEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { defineControl } from '#lib/server/controls/manage-control.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { listRankChanges } from '#lib/server/ranking/list-rank-changes.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { getEntry } from '#lib/server/registers/get-entry.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { listSecondOpinions } from '#lib/server/reports/list-second-opinions.ts';
import { debianEnvelope } from '../support/debian-host.ts';
import { draftOf } from '../support/exception-draft.ts';
import { addPerson } from '../support/persons.ts';
import { entryOf } from '../support/register-entries.ts';
import { importReport, missingDebian, nessusReport } from '../support/reports.ts';
import { receive } from '../support/test-app.ts';

/** The ids of one unit's objects, or of none: what a request can be about. */
export interface About {
  readonly asset: string;
  readonly finding: string;
  readonly fix: string;
  readonly product: string;
  readonly scan: string;
  readonly rankChange: string;
  readonly adjudication: string;
  readonly claimAsset: string;
  readonly flaw: string;
  readonly exception: string;
  readonly hash: string;
  readonly file: string;
  readonly control: string;
  readonly entry: string;
  readonly entryFile: string;
  readonly engagement: string;
  readonly request: string;
  readonly requestFile: string;
  readonly sample: string;
  readonly comment: string;
  readonly unit: string;
}

/** What no unit has. */
export const ABSENT: About = {
  asset: 'absent-asset',
  finding: 'absent-finding',
  fix: 'absent-fix',
  product: 'absent-product',
  scan: 'absent-scan',
  rankChange: 'absent-rank',
  adjudication: 'absent-adjudication',
  claimAsset: 'absent-asset',
  flaw: 'absent-flaw',
  exception: 'EX-999999',
  hash: 'absent-hash',
  file: '0'.repeat(64),
  control: 'CTL-999999',
  entry: 'RG-999999',
  entryFile: '0'.repeat(64),
  engagement: 'absent-engagement',
  request: 'AR-999999',
  requestFile: '0'.repeat(64),
  sample: 'AS-999999',
  comment: 'AC-999999',
  unit: 'absent-unit',
};

/** In every name of the other unit's objects: what a person of one unit must never read. */
export const MARK = 'zzother';

const said = { reason: 'A reason long enough for the record.', evidence: ['https://example.org/why'] };

/** One of everything that belongs to a unit, asked for by persons who are none of those that are tried. */
export async function fillUnit(
  app: App,
  unit: string,
  { mark, auditors = [] }: { readonly mark: string; readonly auditors?: readonly string[] },
): Promise<About> {
  await defineUnit(app, localOperator, { unit, name: `Unit ${unit}` });
  const now = app.clock();
  const name = `${mark}-web.example`;
  const packages = Object.fromEntries(
    [1, 2, 3].map((one) => [`${mark}pkg${one}`, { version: '1.0', security: '1.1' }]),
  );
  const own = { ...packages, curl: { version: '8.0.2', security: '8.0.2' } };
  const { scanId } = await receive(app, debianEnvelope({ name, startedAt: now - 7_200_000, packages: own }));
  await importReport(
    app,
    nessusReport({ name, at: now - 3_600_000, items: [missingDebian(1002, 5002, 'curl')] }),
  );
  const { rows } = await listFindings(app, localOperator, { q: mark });
  const [first, second, third] = rows;
  if (!first || !second || !third) throw new Error('the unit has three findings');
  const assetId = first.assetId;
  const decisions = [{ attribute: 'unit', value: unit }];
  await decideAssets(app, localOperator, { assetIds: [assetId], effectiveFrom: '', decisions });
  const author = addPerson(app, { name: 'Author', role: 'analyst', unit: '*' });
  const proposals = await propose(app, author, { rank: second.id, adjudicate: third.id, mark });
  const claim = (await listSecondOpinions(app, localOperator, { asset: name })).rows[0];
  return {
    ...proposals,
    ...(await requestOne(app, author, { finding: first.id, unit, mark })),
    ...(await recordOne(app, author, { unit, mark })),
    ...(await auditOne(app, author, { unit, mark, auditors, finding: first.id })),
    unit,
    asset: assetId,
    finding: first.id,
    fix: first.fix,
    product: first.product,
    scan: scanId,
    claimAsset: claim?.assetId ?? '',
    flaw: claim?.flawId ?? '',
  };
}

/** An audit of the unit by an auditor who is none of those that are tried, and by those who are. */
async function auditOne(
  app: App,
  author: Viewer,
  {
    unit,
    mark,
    auditors,
    finding,
  }: { unit: string; mark: string; auditors: readonly string[]; finding: string },
) {
  const { personId } = addPerson(app, { name: 'Asker', role: 'auditor' });
  const from = new Date(app.clock()).toISOString().slice(0, 10);
  const period = { from, until: `${from.slice(0, 4)}-12-31` };
  const engaged = { name: `${mark} audit`, units: [unit], auditors: [personId ?? '', ...auditors] };
  const { id: engagement } = createEngagement(app, localOperator, { ...engaged, ...period });
  const asker = personViewer(app, personId ?? '', 'web');
  const { id: request } = await askForEvidence(app, asker, {
    engagement,
    title: `${mark} evidence`,
    text: `Whatever shows ${mark}.`,
    requirement: 'PCI DSS 6.3.3',
    about: `/findings/${finding}`,
    unit,
    due: period.until,
  });
  const files = [{ name: `${mark}.txt`, bytes: new TextEncoder().encode(`${mark} answer`) }];
  await answerRequest(app, author, { id: request, version: 1, text: `${said.reason} ${mark}`, files });
  const { history } = await getRequest(app, author, { id: request });
  const { id: sample } = await drawAuditSample(app, asker, {
    engagement,
    title: `${mark} hosts`,
    requirement: '',
    population: 'assets',
    unit,
    filters: {},
    size: 1,
    seed: '',
  });
  const { id: comment } = await makeComment(app, asker, {
    engagement,
    about: `/findings/${finding}`,
    text: `Why is ${mark} still open?`,
  });
  return { engagement, sample, comment, request, requestFile: history[1]?.evidence[0]?.sha256 ?? '' };
}

async function recordOne(app: App, author: Viewer, { unit, mark }: { unit: string; mark: string }) {
  const title = `${mark} change`;
  const files = [{ name: `${mark}.txt`, bytes: new TextEncoder().encode(`${mark} report`) }];
  const asked = entryOf('significant-changes', author.personId ?? '', { title, unit, files });
  const { id: entry } = await writeEntry(app, author, asked);
  const { content } = await getEntry(app, author, { id: entry });
  return { entry, entryFile: content.evidence[0]?.sha256 ?? '' };
}

async function propose(
  app: App,
  author: Viewer,
  { rank, adjudicate, mark }: { rank: string; adjudicate: string; mark: string },
) {
  await proposeOverride(app, author, { findingId: rank, everywhere: false, to: 'low', ...said });
  await proposeAdjudication(app, author, {
    findingId: adjudicate,
    everywhere: false,
    verdict: 'not-affected',
    ...said,
  });
  const ranks = await listRankChanges(app, localOperator, { q: mark, status: 'waiting' });
  const adjudications = await listAdjudications(app, localOperator, { q: mark, status: 'waiting' });
  return { rankChange: ranks.rows[0]?.id ?? '', adjudication: adjudications.rows[0]?.id ?? '' };
}

async function requestOne(
  app: App,
  author: Viewer,
  { finding, unit, mark }: { finding: string; unit: string; mark: string },
) {
  const files = [{ name: `${mark}.txt`, bytes: new TextEncoder().encode(`${mark} evidence`) }];
  const draft = draftOf([finding], '2026-06-01', { title: `${mark} later` });
  const { id: exception } = await saveException(app, author, { id: null, draft, keep: [], files });
  await requestException(app, author, { id: exception });
  const { content, hash } = await getException(app, author, { id: exception });
  const owner = author.personId ?? '';
  const effect = 'Admits one network and no other.';
  const asked = { id: null, name: `${mark} firewall`, owner, effect, interval: 'P30D', unit };
  const { id: control } = await defineControl(app, author, asked);
  return { exception, hash: hash ?? '', file: content.evidence[0]?.sha256 ?? '', control };
}
