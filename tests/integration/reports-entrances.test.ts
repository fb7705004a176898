import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { readDocument } from '#lib/server/read-documents/index.ts';
import { POST } from '../../src/routes/api/v1/imports/+server.ts';
import { missingDebian, nessusReport } from './support/reports.ts';
import { newInstallation } from './support/run-command.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-10T08:00:00.000Z');
const items = [missingDebian(1001, 5001, 'openssl'), missingDebian(1002, 5002, 'curl')];
const report = nessusReport({ name: 'web1.example', at: begun, items });

describe('the import of a report by command', () => {
  it('prints the receipt, as text and as JSON, and the first one again', async () => {
    const { directory, run, json } = newInstallation();
    const path = join(directory, 'report.nessus');
    writeFileSync(path, report);
    const text = await run(['import', path]);
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toMatch(/1 host, 2 results.*imported/);
    expect(text.stdout).toMatch(/Findings +2\n +new +2/);
    const { files } = await json('import', path);
    expect(files).toMatchObject([
      {
        format: 'nessus',
        result: 'already-imported',
        receipt: { assets: 1, findings: 2, new: 2, unchanged: 0, reopened: 0, closed: 0 },
      },
    ]);
    const findings = await json('findings');
    expect(findings.total).toBe(2);
    const { claims } = await json('explain', findings.rows[0].id);
    expect(claims).toMatchObject([{ tool: 'Nessus' }]);
    expect((await run(['explain', findings.rows[0].id])).stdout).toContain('Nessus 100');
    expect(await json('second-opinions')).toMatchObject({ total: 0, rows: [], precision: [] });
  });

  it('refuses what is no file, what is damaged and a zone that is none, and keeps nothing', async () => {
    const { directory, run, json } = newInstallation();
    const path = join(directory, 'cut.nessus');
    writeFileSync(path, report.subarray(0, 900));
    expect((await run(['import', path])).stderr).toContain('XML_TRUNCATED');
    expect((await run(['import', join(directory, 'none')])).stderr).toContain('FILE_UNREADABLE');
    expect((await run(['import', directory])).stderr).toContain('FILE_UNREADABLE');
    expect((await run(['import', path, '--zone', 'Mars/Olympus'])).stderr).toContain('ZONE_UNKNOWN');
    expect((await run(['import', path, '--format', 'nonsense'])).stderr).toContain('FORMAT_UNKNOWN');
    expect((await json('findings')).total).toBe(0);
  });

  it('says that times without a zone took the declared one', async () => {
    const { directory, json } = newInstallation();
    const path = join(directory, 'report.nessus');
    const local = report
      .toString()
      .replace(
        /<tag name="HOST_(START|END)_TIMESTAMP">\d+<\/tag>/g,
        (_tag, which) => `<tag name="HOST_${which}">Sun May 10 08:0${which === 'END' ? 5 : 0}:00 2026</tag>`,
      );
    writeFileSync(path, local);
    const { files } = await json('import', path, '--zone', 'America/New_York');
    expect(files[0].receipt).toMatchObject({ zone: 'America/New_York', timeAssumed: true });
    const { rows } = await json('findings');
    expect(rows[0].firstDetected).toBe('2026-05-10T12:00:00.000Z');
  });
});

describe('what a report holds, said with the command', () => {
  it('is in the receipt, changes nothing when it is left out, and refuses another word', async () => {
    const { directory, run, json } = newInstallation();
    const path = join(directory, 'report.nessus');
    writeFileSync(path, report);
    const wrong = await run(['import', path, '--holds', 'all']);
    expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
    expect(wrong.stderr).toContain('Give --holds selection or everything.');
    expect((await run(['findings'])).stderr).toContain('NO_DATA');
    const text = await run(['import', path, '--holds', 'selection']);
    expect(text.stdout).toMatch(/Taken as +a selection/);
    const { files } = await json('import', path);
    expect(files).toMatchObject([{ result: 'already-imported', receipt: { holds: 'selection' } }]);
    const anew = await json('import', path, '--holds', 'everything');
    expect(anew.files).toMatchObject([{ result: 'imported', known: true, report: { holds: 'everything' } }]);
    expect((await run(['import', '--help'])).stdout).toContain('--holds');
  });
});

describe('the import of a report by the API', () => {
  let site: TestSite;
  let app: App;

  beforeEach(async () => {
    site = makeSite(begun + 86_400_000);
    app = await site.open();
  });

  afterEach(async () => {
    await app.close();
    site.remove();
  });

  const post = async (query: string, body: Uint8Array, headers: Record<string, string> = {}) => {
    const url = new URL(`http://127.0.0.1/api/v1/imports?${query}`);
    const request = new Request(url, { method: 'POST', body: new Uint8Array(body), headers });
    // Of what Kit gives a handler, all that this one takes.
    const event = { locals: { app, viewer: localOperator }, request, url } as unknown as Parameters<
      typeof POST
    >[0];
    return (await POST(event)).json();
  };

  it('answers with the receipt, the same one to the same key, and leaves no upload behind', async () => {
    const first = await post('name=report', report, { 'idempotency-key': 'k' });
    expect(first).toMatchObject({ format: 'nessus', result: 'imported', receipt: { findings: 2, new: 2 } });
    expect(await post('name=report', report, { 'idempotency-key': 'k' })).toEqual(first);
    await expect(post('name=report', Buffer.from('other'), { 'idempotency-key': 'k' })).rejects.toMatchObject(
      {
        code: 'IDEMPOTENCY_MISMATCH',
      },
    );
    expect(await post('name=other', report)).toEqual({
      ...first,
      file: 'other',
      known: true,
      result: 'already-imported',
    });
    expect(readdirSync(app.dataDir.file('tmp')).filter((name) => /upload|report/.test(name))).toEqual([]);
  });

  it('takes a zone, and a dry run keeps nothing', async () => {
    const before = app.store.log.head().seq;
    expect(await post('mode=dry-run&zone=Europe/Berlin', report)).toMatchObject({
      result: 'checked',
      report: { hosts: 1, flaws: 2 },
    });
    await expect(post('zone=nowhere', report)).rejects.toMatchObject({ code: 'ZONE_UNKNOWN' });
    expect(app.store.log.head().seq).toBe(before);
    const findings = await readDocument(app, localOperator, { name: 'findings', query: {} });
    expect(findings.total).toBe(0);
  });

  it('takes what the report holds, and no other word', async () => {
    const before = app.store.log.head().seq;
    for (const query of ['holds=all', 'holds=', 'holds=selection&holds=everything'])
      await expect(post(query, report)).rejects.toMatchObject({ code: 'QUERY_INVALID', status: 400 });
    expect(app.store.log.head().seq).toBe(before);
    expect(await post('holds=selection&mode=dry-run', report)).toMatchObject({
      report: { holds: 'selection', closes: { withLogin: 0, withoutLogin: 0 }, replaces: null },
    });
    const { receipt } = await post('holds=selection', report);
    expect(receipt).toMatchObject({ holds: 'selection' });
    expect(await post('holds=everything', report)).toMatchObject({
      result: 'imported',
      known: true,
      report: { replaces: receipt.seq },
    });
  });
});
