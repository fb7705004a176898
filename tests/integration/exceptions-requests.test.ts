import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { approveException } from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { getEvidence } from '#lib/server/exceptions/get-evidence.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const now = Date.parse('2026-05-01T08:00:00Z');
const reason = 'A reason long enough for the record.';
const refusedWith = (code: string, status: number) => expect.objectContaining({ code, status });

let site: TestSite;
let app: App;
let admin: Viewer;
let max: Viewer;
let findings: string[];
let id: string;

beforeAll(async () => {
  site = makeSite(now);
  app = await site.open();
  admin = addPerson(app, { name: 'Alex Admin', role: 'administrator' });
  const packages = { openssl: { version: '3.0', security: '3.1' } };
  await receive(app, debianEnvelope({ name: 'web-1', startedAt: now - 60_000, packages }));
  const { rows } = await listFindings(app, localOperator, {});
  findings = rows.map((row) => row.id);
  const draft = draftOf(findings, '2026-06-01');
  ({ id } = await saveException(app, admin, { id: null, draft, keep: [], files: [] }));
  await requestException(app, admin, { id });
});

afterAll(async () => {
  await app.close();
  site.remove();
});

test('with one administrator alone it waits, and says whom to add', async () => {
  const { required, standing, hash } = await getException(app, admin, { id });
  const remedy = 'Nobody else may approve here. Add a manager or CISO who sees these units.';
  expect(required.missing).toEqual([{ roles: ['manager', 'ciso'], names: [], count: 0, remedy }]);
  expect(standing).toMatchObject({ mayApprove: false, refusal: { code: 'FOUR_EYES' } });
  const own = approveException(app, admin, { id, hash: hash ?? '', until: '2026-06-01', reason });
  await expect(own).rejects.toMatchObject({ code: 'FOUR_EYES', status: 403, remedy });
});

test('of many approvals at once one has an effect', async () => {
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
  const { hash } = await getException(app, admin, { id });
  const approve = () => approveException(app, max, { id, hash: hash ?? '', until: '2026-06-01', reason });
  const answers = await Promise.allSettled(Array.from({ length: 20 }, approve));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const answer of answers)
    if (answer.status === 'rejected')
      expect(answer.reason).toMatchObject({ code: 'ALREADY_DECIDED', status: 409 });
  const { history } = await getException(app, admin, { id });
  expect(history.filter(({ kind }) => kind === 'approved')).toHaveLength(1);
});

test('a period beyond the policy, an end in the past and missing texts are errors of their fields', async () => {
  const bad = draftOf(findings, '2027-09-30', {
    reason: 'short',
    controls: [],
    worksheet: { ...draftOf([], '').worksheet, validation: '' },
  });
  const { id: draft } = await saveException(app, admin, { id: null, draft: bad, keep: [], files: [] });
  const refused = requestException(app, admin, { id: draft });
  await expect(refused).rejects.toMatchObject({ code: 'EXCEPTION_INVALID', status: 400 });
  const error = await refused.catch((thrown: unknown) => thrown);
  expect(Object.keys((error as { where: object }).where)).toEqual([
    'field',
    'problem.reason',
    'problem.until',
    'problem.validation',
  ]);
  const unbounded = draftOf([], '2026-06-01', { scope: { rank: 'high', catchesFuture: true } });
  await saveException(app, admin, { id: draft, draft: unbounded, keep: [], files: [] });
  await expect(requestException(app, admin, { id: draft })).rejects.toMatchObject({
    where: { field: 'catchesFuture' },
  });
  await expect(getException(app, max, { id: draft })).rejects.toEqual(refusedWith('NOT_FOUND', 404));
});

test('evidence is taken by its content, kept by its hash and served to who sees the exception', async () => {
  const bytes = new TextEncoder().encode('%PDF-1.7 a letter of the vendor');
  const draft = draftOf(findings, '2026-06-30');
  const files = [{ name: '../letter.html', bytes }];
  const { id: ex } = await saveException(app, admin, { id: null, draft, keep: [], files });
  const [file] = (await getException(app, admin, { id: ex })).content.evidence;
  expect(file).toMatchObject({ name: 'letter.html', type: 'application/pdf', bytes: bytes.length });
  const sha256 = file?.sha256 ?? '';
  expect((await getEvidence(app, admin, { id: ex, sha256 })).bytes).toEqual(Buffer.from(bytes));
  await expect(getEvidence(app, max, { id: ex, sha256 })).rejects.toEqual(refusedWith('NOT_FOUND', 404));
  const program = [{ name: 'letter.pdf', bytes: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0) }];
  const again = saveException(app, admin, { id: ex, draft, keep: [sha256], files: program });
  await expect(again).rejects.toEqual(refusedWith('EVIDENCE_INVALID', 400));
});
