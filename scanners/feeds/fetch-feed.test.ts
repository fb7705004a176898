import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumInList } from './checksum-list.ts';
import { fetchFeed, type FetchRequest, type FetchSettings } from './fetch-feed.ts';
import { proxyOf, type Timer } from './http-get.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const tls = join(import.meta.dirname, '../../tests/fixtures/tls');
const certificate = readFileSync(join(tls, 'localhost.crt'), 'utf8');
const body = Buffer.from('{"feed":true}'.repeat(1000));
const sha256 = createHash('sha256').update(body).digest('hex');

let folder = '';
const servers: (Server | TcpServer)[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'fetch-feed-'))));
afterEach(async () => {
  rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function portOf(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A plain server; what it was asked is kept. */
async function serve(handler: Handler) {
  const asked: IncomingMessage[] = [];
  const port = await portOf(
    createServer((request, response) => {
      asked.push(request);
      handler(request, response);
    }),
  );
  return { asked, address: `http://127.0.0.1:${port}/data/feed.json` };
}

/** Never goes off. */
const never: Timer = () => () => undefined;

function fetching(
  address: string,
  request: Partial<FetchRequest> = {},
  settings: Partial<FetchSettings> = {},
) {
  return fetchFeed(
    { address, checksums: null, known: { etag: null, lastModified: null }, ...request },
    {
      folder,
      maxBytes: 1_000_000,
      userAgent: 'test/1',
      proxy: null,
      times: { connectMs: 1, idleMs: 2, totalMs: 3 },
      timer: never,
      allowsLoopbackHttp: true,
      ...settings,
    },
  );
}

const whole: Handler = (_request, response) => {
  response.writeHead(200, { etag: '"v1"', 'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT' });
  response.end(body);
};

describe('fetching a feed', () => {
  it('gives the file with its sum and what the publisher says of it', async () => {
    const { address, asked } = await serve(whole);
    const result = await fetching(address);
    expect(result).toMatchObject({
      kind: 'fetched',
      sha256,
      bytes: body.byteLength,
      etag: '"v1"',
      lastModified: 'Mon, 23 Nov 2026 10:00:00 GMT',
      verified: 'none',
    });
    expect(result.kind === 'fetched' && readFileSync(result.path).equals(body)).toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(asked[0]?.headers).toMatchObject({ 'user-agent': 'test/1', 'accept-encoding': 'identity' });
  });

  it('asks whether it changed, and leaves it when not', async () => {
    const { address, asked } = await serve((_request, response) => response.writeHead(304).end());
    const known = { etag: '"v1"', lastModified: 'Mon, 23 Nov 2026 10:00:00 GMT' };
    expect(await fetching(address, { known })).toEqual({ kind: 'not-modified' });
    expect(asked[0]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Mon, 23 Nov 2026 10:00:00 GMT',
    });
  });

  it('goes on where the transfer broke off', async () => {
    const { address, asked } = await serve((request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const headers = { etag: '"v1"', 'content-length': body.byteLength - from };
      if (from > 0)
        response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${body.byteLength - 1}/*` });
      else response.writeHead(200, headers);
      if (from >= 8000) return void response.end(body.subarray(from));
      response.write(body.subarray(from, from + 4000), () => response.destroy());
    });
    const result = await fetching(address);
    expect(result).toMatchObject({ kind: 'fetched', sha256, bytes: body.byteLength });
    expect(asked.map(({ headers }) => [headers.range, headers['if-range']])).toEqual([
      [undefined, undefined],
      ['bytes=4000-', '"v1"'],
      ['bytes=8000-', '"v1"'],
    ]);
  });

  it('goes on in a later call too, and begins anew when the file is another one', async () => {
    let broken = true;
    const { address, asked } = await serve((request, response) => {
      if (!broken) return void whole(request, response);
      response.writeHead(request.headers.range ? 503 : 200, { etag: '"v0"', 'content-length': 9000 });
      if (request.headers.range) response.destroy();
      else response.write(Buffer.alloc(3000, 'x'), () => response.destroy());
    });
    await expect(fetching(address)).rejects.toMatchObject({ code: 'FEED_UNREACHABLE' });
    broken = false;
    expect(await fetching(address)).toMatchObject({ kind: 'fetched', sha256 });
    expect(asked.at(-1)?.headers).toMatchObject({ range: 'bytes=3000-', 'if-range': '"v0"' });
  });

  it('never splices onto what the publisher did not offer to continue', async () => {
    let calls = 0;
    const { address } = await serve((request, response) => {
      calls += 1;
      if (calls === 1) {
        response.writeHead(200, { etag: '"v1"', 'content-length': body.byteLength });
        return void response.write(body.subarray(0, 100), () => response.destroy());
      }
      expect(request.headers.range).toBe('bytes=100-');
      response.writeHead(206, { etag: '"v1"', 'content-range': 'bytes 0-99/100' }).end('y'.repeat(100));
    });
    await expect(fetching(address)).rejects.toMatchObject({ code: 'FEED_REFUSED' });
  });

  it('does not continue by a weak tag', async () => {
    let calls = 0;
    const { address, asked } = await serve((request, response) => {
      calls += 1;
      if (calls === 2) return void whole(request, response);
      response.writeHead(200, { etag: 'W/"v1"', 'content-length': body.byteLength });
      response.write(body.subarray(0, 100), () => response.destroy());
    });
    await expect(fetching(address)).rejects.toMatchObject({ code: 'FEED_UNREACHABLE' });
    expect(await fetching(address)).toMatchObject({ sha256 });
    expect(asked[1]?.headers.range).toBeUndefined();
  });

  it('compares with the published sums', async () => {
    const sums = new Map([
      ['/good', `${'0'.repeat(64)}  other.json\n${sha256} *feed.json\n`],
      ['/bad', `${'0'.repeat(64)}  feed.json\n`],
      ['/absent', `${sha256}  other.json\n${sha256}  another.json\n`],
    ]);
    const { address } = await serve((request, response) => {
      const list = sums.get(request.url ?? '');
      if (list === undefined) whole(request, response);
      else response.end(list);
    });
    const at = (path: string) => new URL(path, address).href;
    expect(await fetching(address, { checksums: at('/good') })).toMatchObject({ verified: 'checksum' });
    await expect(fetching(address, { checksums: at('/bad') })).rejects.toMatchObject({
      code: 'FEED_CHECKSUM',
      exitCode: 4,
    });
    expect(readdirSync(folder)).toEqual([]);
    await expect(fetching(address, { checksums: at('/absent') })).rejects.toMatchObject({
      code: 'FEED_CHECKSUM',
    });
  });

  it('is held against the sum that its store tells with it', async () => {
    const md5 = createHash('md5').update(body).digest('base64');
    const tell =
      (sum: string): Handler =>
      (_request, response) =>
        void response.writeHead(200, { 'x-goog-hash': [`crc32c=AAAAAA==`, `md5=${sum}`] }).end(body);
    expect(await fetching((await serve(tell(md5))).address)).toMatchObject({ verified: 'checksum' });
    const other = await serve(tell(createHash('md5').update('other').digest('base64')));
    await expect(fetching(other.address)).rejects.toMatchObject({ code: 'FEED_CHECKSUM' });
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('stops at the size limit, by the header and by what comes', async () => {
    const { address } = await serve(whole);
    await expect(fetching(address, {}, { maxBytes: 100 })).rejects.toMatchObject({ code: 'FEED_TOO_LARGE' });
    const endless = await serve((_request, response) => {
      response.writeHead(200);
      const more = () => response.write(body, (error) => error ?? more());
      more();
    });
    await expect(fetching(endless.address)).rejects.toMatchObject({ code: 'FEED_TOO_LARGE' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('follows at most five redirects, and none that leaves HTTPS', async () => {
    const { address, asked } = await serve((request, response) => {
      const left = Number(/(\d+)$/.exec(request.url ?? '')?.[1] ?? 0);
      if (left === 0) whole(request, response);
      else response.writeHead(302, { location: `/hop${left - 1}` }).end();
    });
    const at = (path: string) => new URL(path, address).href;
    expect(await fetching(at('/hop5'))).toMatchObject({ kind: 'fetched' });
    expect(asked).toHaveLength(6);
    await expect(fetching(at('/hop6'))).rejects.toMatchObject({ code: 'FEED_REFUSED' });
    for (const location of [
      'http://example.org/feed',
      'file:///etc/passwd',
      'https://user:pw@example.org/',
      '//[',
    ])
      await expect(
        serve((_request, response) => response.writeHead(301, { location }).end()).then((away) =>
          fetching(away.address),
        ),
        location,
      ).rejects.toMatchObject({ code: 'FEED_REFUSED' });
  });

  it('refuses plain HTTP but to this machine in tests', async () => {
    const { address } = await serve(whole);
    await expect(fetching(address, {}, { allowsLoopbackHttp: false })).rejects.toMatchObject({
      code: 'FEED_REFUSED',
    });
    await expect(fetching('http://example.org/feed')).rejects.toMatchObject({ code: 'FEED_REFUSED' });
    await expect(fetching('nonsense')).rejects.toMatchObject({ code: 'FEED_REFUSED' });
  });

  it('says why when the publisher is not there, or answers with an error', async () => {
    const { address } = await serve((_request, response) => response.writeHead(404).end('no'));
    await expect(fetching(address)).rejects.toThrow('status 404');
    await expect(fetching('http://127.0.0.1:1/feed')).rejects.toThrow('the connection was refused');
    const silent = await serve((_request, response) => response.destroy());
    await expect(fetching(silent.address)).rejects.toMatchObject({ code: 'FEED_UNREACHABLE' });
  });
});

describe('time limits', () => {
  /** Goes off at once for this time, from the given call on. */
  const goesOff =
    (forMs: number, fromCall = 1): Timer =>
    (ms, work) => {
      if (ms !== forMs || (fromCall -= 1) > 0) return () => undefined;
      const at = setImmediate(work);
      return () => clearImmediate(at);
    };

  it('end a connection that never stands', async () => {
    const port = await portOf(createTcpServer());
    const work = fetching(`https://localhost:${port}/feed`, {}, { timer: goesOff(1) });
    await expect(work).rejects.toThrow('no connection within 0.001 s');
  });

  it('end an answer that never comes, and one that stands still', async () => {
    const mute = await serve(() => undefined);
    await expect(fetching(mute.address, {}, { timer: goesOff(2) })).rejects.toThrow(
      'nothing came for 0.002 s',
    );
    const stalls = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('abc');
    });
    await expect(fetching(stalls.address, {}, { timer: goesOff(2, 3) })).rejects.toThrow(
      'nothing came for 0.002 s',
    );
  });

  it('end what takes too long in all', async () => {
    const mute = await serve(() => undefined);
    await expect(fetching(mute.address, {}, { timer: goesOff(3) })).rejects.toThrow('longer than 0.003 s');
  });
});

describe('HTTPS and proxies', () => {
  const secure = async () => {
    const key = readFileSync(join(tls, 'localhost.key'), 'utf8');
    const port = await portOf(createTlsServer({ key, cert: certificate }, whole));
    return `https://localhost:${port}/data/feed.json`;
  };

  /** The least that a proxy does: CONNECT. */
  const proxy = async (status = 200) => {
    const asked: string[] = [];
    const server = createServer();
    server.on('connect', (request: IncomingMessage, socket) => {
      asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      socket.on('error', () => undefined);
      if (status !== 200) return void socket.end(`HTTP/1.1 ${status} no\r\n\r\n`);
      const upstream = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => undefined);
      upstream.on('close', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
    });
    return { asked, port: await portOf(server) };
  };

  it('trust the given authority, and nobody unknown', async () => {
    const address = await secure();
    expect(await fetching(address, {}, { authorities: [certificate] })).toMatchObject({ sha256 });
    await expect(fetching(address)).rejects.toThrow('certificate');
  });

  it('go through the proxy with its password, but not for what is excepted', async () => {
    const address = await secure();
    const through = await proxy();
    const setting = { address: `http://me:secret@127.0.0.1:${through.port}`, except: '' };
    expect(await fetching(address, {}, { authorities: [certificate], proxy: setting })).toMatchObject({
      sha256,
    });
    const authorization = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(through.asked).toEqual([`${new URL(address).host} ${authorization}`]);
    const excepted = { ...setting, except: 'example.org,localhost' };
    expect(await fetching(address, {}, { authorities: [certificate], proxy: excepted })).toMatchObject({
      sha256,
    });
    expect(through.asked).toHaveLength(1);
  });

  it('say so when the proxy refuses, without its password', async () => {
    const address = await secure();
    const refusing = await proxy(403);
    const setting = { address: `http://me:secret@127.0.0.1:${refusing.port}`, except: '' };
    const error: unknown = await fetching(address, {}, { authorities: [certificate], proxy: setting }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'FEED_UNREACHABLE', message: expect.stringContaining('proxy') });
    expect(error instanceof Error && error.message).not.toContain('secret');
  });

  it('read the proxy from the environment', () => {
    expect(proxyOf({})).toBeNull();
    expect(proxyOf({ https_proxy: 'http://p:1' })).toEqual({ address: 'http://p:1', except: '' });
    expect(proxyOf({ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a' })).toEqual({
      address: 'http://p:1',
      except: 'a',
    });
  });
});

describe('a list of sums', () => {
  it('is read in each of its forms', () => {
    const sum = 'AB'.repeat(32);
    const expected = sum.toLowerCase();
    for (const list of [`${sum}\n`, `${sum}  f.json\n`, `${sum} *./x/f.json\n`, `SHA256 (f.json) = ${sum}\n`])
      expect(sumInList(list, 'f.json'), list).toBe(expected);
    expect(sumInList(`${sum}  g.json\n`, 'f.json')).toBeNull();
    expect(sumInList('<html></html>', 'f.json')).toBeNull();
  });
});
