import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { approveException } from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
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

let site: TestSite;
let app: App;
let admin: Viewer;
let id: string;

beforeAll(async () => {
  site = makeSite(now);
  app = await site.open();
  admin = addPerson(app, { name: 'Alex Admin', role: 'administrator' });
  const packages = { openssl: { version: '3.0', security: '3.1' } };
  await receive(app, debianEnvelope({ name: 'web-1', startedAt: now - 60_000, packages }));
  const { rows } = await listFindings(app, localOperator, {});
  const findings = rows.map((row) => row.id);
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
  const max = addPerson(app, { name: 'Max Manager', role: 'manager' });
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
