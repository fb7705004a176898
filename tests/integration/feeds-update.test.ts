import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { newInstallation } from './support/run-command.ts';

const tls = join(import.meta.dirname, '../fixtures/tls');
const cert = readFileSync(join(tls, 'localhost.crt'), 'utf8');
const key = readFileSync(join(tls, 'localhost.key'), 'utf8');
const trusted = getCACertificates('default');

beforeAll(() => setDefaultCACertificates([...trusted, cert]));
afterAll(() => setDefaultCACertificates(trusted));

async function publish(listener: RequestListener): Promise<string> {
  const server = createServer({ cert, key }, listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `https://localhost:${address.port}/epss_scores-current.csv`;
}

const scores = (rows: number) =>
  [
    '#model_version:v2025.03.14,score_date:2026-11-29T00:00:00+0000',
    'cve,epss,percentile',
    ...Array.from({ length: rows }, (_, n) => `CVE-2026-${10_000 + n},0.5,0.5`),
    '',
  ].join('\n');

it('a feed is updated by its ETag, and a transfer that broke off is continued by the next call', async () => {
  const { run, directory } = newInstallation();
  const body = Buffer.from(scores(2000));
  const asked: { readonly range: string | undefined; readonly etag: string | undefined }[] = [];
  let isBroken = true;
  const address = await publish(({ headers }, response) => {
    asked.push({ range: headers.range, etag: headers['if-none-match'] });
    if (headers['if-none-match'] === '"v1"') return void response.writeHead(304).end();
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from === 0 ? 200 : 206, {
      etag: '"v1"',
      'content-length': body.byteLength - from,
      ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${body.byteLength - 1}/${body.byteLength}` }),
    });
    if (!isBroken) return void response.end(body.subarray(from));
    response.write(body.subarray(from, from + 5000), () => response.destroy());
  });
  const update = async () => {
    const { exitCode, stdout } = await run(['feeds', 'update', 'epss', '--address', address, '--json']);
    return { exitCode, ...JSON.parse(stdout).rows[0] };
  };
  expect(await update()).toMatchObject({
    exitCode: 3,
    result: 'failed',
    error: { code: 'FEED_UNREACHABLE' },
  });
  const came = asked.length;
  isBroken = false;
  expect(await update()).toMatchObject({
    exitCode: 0,
    result: 'imported',
    verified: 'none',
    receipt: { records: 2000 },
  });
  // It went on where the last of the attempts had come to.
  expect(asked.slice(came)).toEqual([{ range: `bytes=${5000 * came}-`, etag: undefined }]);
  expect(await update()).toMatchObject({ exitCode: 0, result: 'unchanged' });
  expect(asked.at(-1)).toEqual({ range: undefined, etag: '"v1"' });
  expect(readdirSync(join(directory, '.cache', 'patchproof', 'feeds'))).toEqual([]);
  const status = JSON.parse((await run(['feeds', 'status', '--json'])).stdout);
  expect(status.rows.find((row: { feed: string }) => row.feed === 'epss')).toMatchObject({
    state: 'fresh',
    last: { address, records: 2000, version: 'v2025.03.14', publishedAt: '2026-11-29T00:00:00.000Z' },
  });
});
