import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { commentsOnPage, listComments } from '#lib/server/audits/list-comments.ts';
import { makeComment, takeBackComment } from '#lib/server/audits/write-comment.ts';
import { endEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { exportComments } from '#lib/server/exports/export-audit-comments.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { engage } from './support/audits.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { addPerson } from './support/persons.ts';
import { entryOf } from './support/register-entries.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const text = 'Why did this take so long?';
const reason = 'It is explained by the change record.';

let site: TestSite;
let app: App;
let ana: Viewer;
let paula: Viewer;
let quinn: Viewer;
let pci: ReturnType<typeof engage>;
let finding: Awaited<ReturnType<typeof listFindings>>['rows'][number];
let scan: string;

beforeAll(async () => {
  site = makeSite(Date.parse('2026-05-10T09:00:00.000Z'), 'Europe/Berlin');
  app = await site.open();
  for (const unit of ['payments', 'clinic']) await defineUnit(app, localOperator, { unit, name: unit });
  const packages = { openssl: { version: '1.0', security: '1.1' } };
  const host = debianEnvelope({ name: 'shop.example', startedAt: site.now - 7_200_000, packages });
  ({ scanId: scan } = await receive(app, host));
  const [found] = (await listFindings(app, localOperator, {})).rows;
  if (!found) throw new Error('the host has a finding');
  finding = found;
  const decisions = [{ attribute: 'unit', value: 'payments' }];
  await decideAssets(app, localOperator, { assetIds: [finding.assetId], effectiveFrom: '', decisions });
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
  quinn = addPerson(app, { name: 'Quinn Clinic', role: 'manager', unit: 'clinic' });
  pci = engage(app, { names: ['Aiko', 'Bela'], from: '2026-05-10', until: '2026-06-30' });
});

afterAll(async () => {
  await app.close();
  site.remove();
});

beforeEach(() => {
  site.now += 60_000;
});

const refused = (code: string, status: number) => expect.objectContaining({ code, status });
const comment = (about: string, by = pci.again(0)) =>
  makeComment(app, by, { engagement: pci.id, about, text });
const onPage = async (viewer: Viewer, path: string) =>
  (await commentsOnPage(app, viewer, { path }))?.total ?? null;

test('an auditor speaks about whatever they see; the page that it is about shows it', async () => {
  const draft = draftOf([finding.id], '2026-06-30');
  const { id: exception } = await saveException(app, ana, { id: null, draft, keep: [], files: [] });
  await requestException(app, ana, { id: exception });
  const { id: entry } = await writeEntry(app, ana, entryOf('scan-accounts', ana.personId ?? ''));
  const fix = `/patches/${encodeURIComponent(finding.fix)}`;
  const paths = [
    `/findings/${finding.id}`,
    fix,
    `/assets/${finding.assetId}`,
    `/exceptions/${exception}`,
    '/policy/versions/1',
    `/registers/scan-accounts/${entry}`,
    `/scans/${scan}`,
  ];
  for (const path of paths) expect((await comment(path)).path).toBe(path);
  for (const path of paths) expect(await onPage(paula, path)).toBe(1);
  // What is of payments is not told to the clinic; what is of all units is.
  const told = await Promise.all(paths.map((path) => onPage(quinn, path)));
  expect(told).toEqual([0, 0, 0, 0, 1, 1, 0]);
  expect((await listComments(app, quinn, {})).rows.map(({ about }) => about.kind)).toEqual([
    'register',
    'policy',
  ]);
  expect(await onPage(ana, '/findings')).toBeNull();
  // By its name as well, under the address that its page has.
  expect((await comment('/assets/shop.example')).path).toBe(`/assets/${finding.assetId}`);
});

test('is refused about anything else, too short, or by anybody else', async () => {
  const before = app.store.log.head().seq;
  for (const about of ['/', '/settings/people', '/findings/absent', '/scans/absent', '/policy/versions/99'])
    await expect(comment(about)).rejects.toEqual(refused('SUBJECT_INVALID', 400));
  const short = { engagement: pci.id, about: `/findings/${finding.id}`, text: 'Why?' };
  await expect(makeComment(app, pci.again(0), short)).rejects.toEqual(refused('AUDIT_TEXT', 400));
  await expect(comment(short.about, ana)).rejects.toEqual(refused('FORBIDDEN', 403));
  const hipaa = engage(app, { names: ['Chiyo'], units: ['clinic'], from: '2026-05-10', until: '2026-05-31' });
  const foreign = { engagement: hipaa.id, about: short.about, text };
  await expect(makeComment(app, hipaa.again(0), foreign)).rejects.toEqual(refused('SUBJECT_INVALID', 400));
  await expect(makeComment(app, hipaa.again(0), { ...foreign, engagement: pci.id })).rejects.toEqual(
    refused('ENGAGEMENT_UNKNOWN', 404),
  );
  expect(app.store.log.head().seq).toBe(before + 1);
});

test('is taken back by who made it, and stays in the record', async () => {
  const { id } = await comment(`/findings/${finding.id}`);
  const back = (viewer: Viewer, why = reason) => takeBackComment(app, viewer, { id, reason: why });
  const row = async (viewer: Viewer, asOf?: string) =>
    (await listComments(app, viewer, { asOf })).rows.find((one) => one.id === id);
  expect((await row(pci.again(0)))?.mayTakeBack).toBe(true);
  expect((await row(pci.again(1)))?.mayTakeBack).toBe(false);
  await expect(back(pci.again(1))).rejects.toEqual(refused('NOT_AUTHOR', 403));
  await expect(back(ana)).rejects.toEqual(refused('FORBIDDEN', 403));
  await expect(back(pci.again(0), 'short')).rejects.toEqual(refused('AUDIT_TEXT', 400));
  const then = new Date(site.now).toISOString();
  site.now += 60_000;
  await back(pci.again(0));
  await expect(back(pci.again(0))).rejects.toEqual(refused('AUDIT_SETTLED', 409));
  expect(await row(ana)).toMatchObject({ text, takenBackWhy: reason });
  expect((await row(ana, then))?.takenBackAt).toBeNull();
  const standing = await listComments(app, ana, { status: 'standing' });
  expect(standing.rows.map((one) => one.id)).not.toContain(id);
  const csv = await exportComments(app, localOperator, {});
  expect(csv.trimEnd().split('\r\n')).toHaveLength((await listComments(app, localOperator, {})).total + 1);
});

test('once the engagement is over nothing is taken back, and staff read on', async () => {
  const short = engage(app, { names: ['Dara'], from: '2026-05-10', until: '2026-05-31' });
  const said = { engagement: short.id, about: `/findings/${finding.id}`, text };
  const { id } = await makeComment(app, short.again(0), said);
  const still = short.again(0);
  endEngagement(app, localOperator, { id: short.id });
  await expect(takeBackComment(app, still, { id, reason })).rejects.toEqual(refused('NOT_FOUND', 404));
  await expect(makeComment(app, short.again(0), said)).rejects.toEqual(refused('NO_ENGAGEMENT', 403));
  const before = await listComments(app, paula, {});
  expect(before.rows.map((one) => one.id)).toContain(id);
  await app.close();
  app = await site.open();
  expect({ ...(await listComments(app, paula, {})), knownAt: 0 }).toEqual({ ...before, knownAt: 0 });
});
