import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { exportEntries } from '#lib/server/exports/export-entries.ts';
import { approveEntry, closeEntry, returnEntry, reviewEntry } from '#lib/server/registers/answer-entry.ts';
import { countOverdue } from '#lib/server/registers/count-overdue.ts';
import { getEntry } from '#lib/server/registers/get-entry.ts';
import { getEntryFile } from '#lib/server/registers/get-entry-file.ts';
import { listEntries } from '#lib/server/registers/list-entries.ts';
import { listRegisters } from '#lib/server/registers/list-registers.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { addPerson } from './support/persons.ts';
import { entryOf } from './support/register-entries.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (text: string) => Date.parse(`${text}T09:00:00.000Z`);
const reason = 'A reason long enough for the record.';

let site: TestSite;
let app: App;
let ana: Viewer;
let max: Viewer;
let paula: Viewer;

beforeAll(async () => {
  site = makeSite(at('2026-01-10'), 'Europe/Berlin');
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
});

afterAll(async () => {
  await app.close();
  site.remove();
});

beforeEach(() => {
  site.now += 60_000;
});

const refused = (code: string, status: number) => expect.objectContaining({ code, status });
const document = (id: string, viewer = localOperator) => getEntry(app, viewer, { id });
const head = () => app.store.log.head().seq;
const write = (viewer: Viewer, input: ReturnType<typeof entryOf>) => writeEntry(app, viewer, input);

describe('an ASV scan', () => {
  test('is recorded with its report, due three months after it, and overdue the day after without any job', async () => {
    site.now = at('2026-01-15');
    const { id } = await write(
      ana,
      entryOf('asv-scans', ana.personId ?? '', { fields: { completed: '2026-01-10' } }),
    );
    expect((await document(id)).entry).toMatchObject({
      id,
      owner: 'Ana Analyst',
      status: 'current',
      due: '2026-04-10T21:59:59.999Z',
      overdue: false,
      evidence: 1,
    });
    site.now = at('2026-04-11');
    const overdueAt = (asOf: string) => countOverdue(app, localOperator, { asOf });
    expect(await overdueAt('2026-04-10T21:59:59.999Z')).toBe(0);
    expect(await overdueAt('2026-04-10T22:00:00.000Z')).toBe(1);
    expect((await document(id)).entry).toMatchObject({ overdue: true, daysLeft: -1 });
    const { due, counts } = await listRegisters(app, localOperator, {});
    expect(due.map((row) => row.id)).toEqual([id]);
    expect(counts).toMatchObject({ entries: 1, overdue: 1 });
    // As of a day before, and as known before it was recorded.
    const seq = (await document(id)).history[0]?.seq ?? 0;
    expect((await listEntries(app, localOperator, { asOf: '2026-02-01' })).rows[0]?.overdue).toBe(false);
    expect((await listEntries(app, localOperator, { knownAt: seq - 1 })).total).toBe(0);
  });

  test('without its report, with a wrong day or by nobody of its writers it is not taken, and nothing is recorded', async () => {
    const before = head();
    const input = entryOf('asv-scans', ana.personId ?? '', { fields: { completed: 'May' }, files: [] });
    await expect(write(ana, input)).rejects.toMatchObject({
      code: 'REGISTER_INVALID',
      where: {
        'problem.completed': expect.any(String),
        'problem.files': expect.stringContaining('attestation'),
      },
    });
    const owner = addPerson(app, { name: 'Otto Owner', role: 'owner' });
    await expect(write(owner, entryOf('asv-scans', owner.personId ?? ''))).rejects.toEqual(
      refused('FORBIDDEN', 403),
    );
    await expect(write(ana, entryOf('asv-scans', 'nobody'))).rejects.toEqual(
      refused('REGISTER_INVALID', 400),
    );
    const page = { name: 'page.html.exe', bytes: Uint8Array.of(0x4d, 0x5a, 0, 1) };
    await expect(write(ana, entryOf('asv-scans', ana.personId ?? '', { files: [page] }))).rejects.toEqual(
      refused('EVIDENCE_INVALID', 400),
    );
    expect(head()).toBe(before);
  });
});

describe('a targeted risk analysis', () => {
  test('counts when another person approved what stands; a change voids it; twelve months later it is due', async () => {
    site.now = at('2026-05-01');
    const input = entryOf('risk-analyses', ana.personId ?? '', { title: 'Scan interval of medium findings' });
    const { id } = await write(ana, input);
    expect((await document(id, max)).standing).toMatchObject({ mayApprove: true, waitsFor: ['Max Manager'] });
    const shown = await document(id, ana);
    expect(shown.standing).toMatchObject({ mayApprove: false, isAuthor: true });
    const approval = { id, hash: shown.hash, reason };
    await expect(
      approveEntry(app, { ...ana, roles: ['ciso'], holdings: [{ role: 'ciso', units: ['*'] }] }, approval),
    ).rejects.toEqual(refused('FOUR_EYES', 403));
    await expect(approveEntry(app, paula, approval)).rejects.toEqual(refused('UNIT_FORBIDDEN', 403));
    await expect(approveEntry(app, { ...max, fresh: 'none' }, approval)).rejects.toEqual(
      refused('STEP_UP_NEEDED', 403),
    );
    await approveEntry(app, max, approval);
    await expect(approveEntry(app, max, approval)).rejects.toEqual(refused('ALREADY_DECIDED', 409));
    expect((await document(id)).entry).toMatchObject({
      status: 'current',
      approvedBy: 'Max Manager',
      due: '2027-05-01T21:59:59.999Z',
    });

    site.now += 60_000;
    const changed = {
      ...input,
      id,
      basedOn: shown.hash,
      files: [],
      fields: { ...input.fields, result: 'Another.' },
    };
    await write(ana, changed);
    expect((await document(id)).entry).toMatchObject({ status: 'waiting', due: '2027-05-01T21:59:59.999Z' });
    await expect(write(ana, { ...changed, title: 'Too late' })).rejects.toEqual(
      refused('STALE_VERSION', 409),
    );
    await expect(approveEntry(app, max, approval)).rejects.toEqual(refused('STALE_VERSION', 409));
    const again = await document(id);
    await returnEntry(app, max, { id, hash: again.hash, reason });
    expect((await document(id)).entry.status).toBe('to-change');
    await approveEntry(app, max, { id, hash: again.hash, reason });

    site.now = at('2027-04-20');
    const review = { id, result: 'confirmed', note: reason, files: [] };
    await expect(reviewEntry(app, ana, review)).rejects.toEqual(refused('FOUR_EYES', 403));
    await reviewEntry(app, max, review);
    expect((await document(id)).entry).toMatchObject({
      due: '2028-04-20T21:59:59.999Z',
      reviewedBy: 'Max Manager',
    });
    const { history } = await document(id);
    expect(history.map(({ kind }) => kind)).toEqual([
      'recorded',
      'approved',
      'changed',
      'returned',
      'approved',
      'reviewed',
    ]);
  });
});

describe('units and files', () => {
  test('an entry of a unit is not there for others, one of all units is seen and not changed', async () => {
    const { id } = await write(paula, entryOf('scan-accounts', paula.personId ?? '', { unit: 'payments' }));
    const quinn = addPerson(app, { name: 'Quinn', role: 'manager', unit: 'clinic' });
    await expect(document(id, quinn)).rejects.toEqual(refused('NOT_FOUND', 404));
    await expect(closeEntry(app, quinn, { id, reason })).rejects.toEqual(refused('NOT_FOUND', 404));
    const shared = await write(ana, entryOf('scan-accounts', ana.personId ?? ''));
    expect((await document(shared.id, quinn)).standing).toMatchObject({ mayChange: false, mayReview: false });
    await expect(closeEntry(app, quinn, { id: shared.id, reason })).rejects.toEqual(
      refused('UNIT_FORBIDDEN', 403),
    );
    expect((await listEntries(app, quinn, { register: 'scan-accounts' })).rows.map((row) => row.id)).toEqual([
      shared.id,
    ]);
    await closeEntry(app, paula, { id, reason });
    expect((await document(id)).entry).toMatchObject({ status: 'closed', due: null });
    await expect(
      reviewEntry(app, paula, { id, result: 'confirmed', note: reason, files: [] }),
    ).rejects.toEqual(refused('REGISTER_CLOSED', 409));
  });

  test('a file is served by its hash, also after a change left it out, and to nobody outside', async () => {
    const input = entryOf('scan-accounts', paula.personId ?? '', { unit: 'payments' });
    const { id } = await write(paula, input);
    const { content, hash } = await document(id);
    const sha256 = content.evidence[0]?.sha256 ?? '';
    await write(paula, { ...input, id, basedOn: hash, files: [], keep: [], title: 'Renamed' });
    expect((await document(id)).content.evidence).toEqual([]);
    const { file, bytes } = await getEntryFile(app, paula, { id, sha256 });
    expect(file).toMatchObject({ name: 'report.txt', type: 'text/plain' });
    expect(Buffer.from(bytes).toString()).toBe('What was found.');
    await expect(getEntryFile(app, paula, { id, sha256: 'f'.repeat(64) })).rejects.toEqual(
      refused('NOT_FOUND', 404),
    );
  });

  test('the list sorts, filters and pages, and its CSV has the same rows', async () => {
    const all = await listEntries(app, localOperator, {});
    expect(all.rows.map(({ due }) => due ?? '9')).toEqual(all.rows.map(({ due }) => due ?? '9').toSorted());
    const page = await listEntries(app, localOperator, { page: 2, pageSize: 1 });
    expect(page.rows).toEqual(all.rows.slice(1, 2));
    const overdue = await listEntries(app, localOperator, { status: 'overdue' });
    expect(overdue.total).toBe(all.counts.overdue);
    expect((await listEntries(app, localOperator, { q: 'medium findings' })).total).toBe(1);
    await expect(listEntries(app, localOperator, { register: 'none' })).rejects.toEqual(
      refused('QUERY_INVALID', 400),
    );
    const csv = await exportEntries(app, localOperator, {});
    expect(csv.trimEnd().split('\r\n')).toHaveLength(all.total + 1);
  });

  test('a restart knows the same', async () => {
    const before = JSON.stringify(await listEntries(app, localOperator, {}));
    await app.close();
    app = await site.open();
    const after = await listEntries(app, localOperator, {});
    expect(JSON.stringify({ ...after, knownAt: 0 })).toBe(
      JSON.stringify({ ...JSON.parse(before), knownAt: 0 }),
    );
  });
});

test('what an entry names is linked where it is there and the reader may see it', async () => {
  const owner = ana.personId ?? '';
  const theirs = await write(paula, entryOf('scan-accounts', paula.personId ?? '', { unit: 'payments' }));
  const rescanOf = `${theirs.id}, and RG-9999 that nobody recorded`;
  const { id } = await write(ana, entryOf('asv-scans', owner, { fields: { rescanOf } }));
  const linksOf = async (viewer: Viewer, name: string, entry = id) =>
    (await document(entry, viewer)).fields.find((field) => field.name === name)?.links;
  expect(await linksOf(ana, 'rescanOf')).toEqual({ [theirs.id]: `/registers/scan-accounts/${theirs.id}` });
  const elsewhere = addPerson(app, { name: 'Sam Shop', role: 'manager', unit: 'shop' });
  expect(await linksOf(elsewhere, 'rescanOf')).toEqual({});
  const analysis = await write(ana, entryOf('risk-analyses', owner, { fields: { policyVersion: '1' } }));
  expect(await linksOf(ana, 'policyVersion', analysis.id)).toEqual({ '1': '/policy/versions/1' });
  const other = await write(ana, entryOf('risk-analyses', owner, { fields: { policyVersion: '7' } }));
  expect(await linksOf(ana, 'policyVersion', other.id)).toEqual({});
});
