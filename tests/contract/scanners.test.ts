import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAppError } from '#core/errors.ts';
import { decodeEnvelope, encodeEnvelope, type Envelope } from '#scanners/envelope.ts';
import { failures } from '#scanners/failure.ts';
import { detectFormat, importers } from '#scanners/importers/index.ts';
import { parseNetwork, parseObservation, scanners } from '#scanners/index.ts';
import { scanMany } from '#scanners/scan-many.ts';
import type { Scanner } from '#scanners/scanner.ts';
import { families } from '#scanners/ssh/families.ts';
import { observe, readRecorded, sectionOf } from './scan-fixtures.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}

const entries: [string, Scanner][] = Object.entries(scanners);
const now = () => 1_700_000_000_000;

describe.each(entries)('the scanner %s', (name, scanner) => {
  it('has a name, a title, profiles and a build', () => {
    expect(scanner.name).toBe(name);
    expect(scanner.title).not.toBe('');
    expect(scanner.profiles.length).toBeGreaterThan(0);
    expect(scanner.build).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('refuses bad targets by a named error', () => {
    for (const bad of [
      '-oN=/x',
      '$(id).example',
      'a;b',
      '--',
      '010.0.0.1',
      'a b;c',
      '\u0000',
      '169.254.169.254',
    ]) {
      expect(codeOf(() => scanner.parseTarget(bad))).toMatch(/^(TARGET|SCOPE|PORT)_[A-Z_]+$/);
    }
  });

  it('answers a cancelled scan with a sealed failed envelope', async () => {
    const target = { host: 'this machine', port: null, warnings: [] };
    const credentials = { user: 'u', auth: { kind: 'password', password: 'canary-secret' } } as const;
    const profile = scanner.profiles[0] ?? '';
    const envelope = await scanner.collect({
      target,
      credentials,
      profile,
      now,
      signal: AbortSignal.abort(),
    });
    expect(envelope.manifest).toMatchObject({
      scanner: name,
      method: scanner.method,
      outcome: 'failed',
      failure: { code: 'CANCELLED' },
    });
    expect(envelope.manifest.startedAt).toBe('2023-11-14T22:13:20.000Z');
    const file = encodeEnvelope(envelope);
    expect(Buffer.from(file).toString('utf8')).not.toContain('canary-secret');
    expect(decodeEnvelope(file).manifest).toEqual(envelope.manifest);
  });
});

describe('failures', () => {
  it.each(Object.entries(failures))('%s is one sentence with one remedy', (_code, { message, remedy }) => {
    expect(message('detail')).toMatch(/^[A-Z“n].*[^.]\.$/);
    expect(remedy.length).toBeGreaterThan(10);
  });
});

describe.each(Object.entries(families))('the parser of family %s', (name, family) => {
  const { manifest } = readRecorded('deb-current');
  const names = manifest.sections.map((section) => section.name);

  it('answers any bytes with an observation and says what it could not read', () => {
    const token = fc.constantFrom(
      '\t',
      '\n',
      ' ',
      ':',
      ' *** 1 100\n',
      'amd64\n',
      'libc6:\n',
      'Inst a [1] (',
      '  Installed: ',
      '        500 x y/z a Packages\n',
      'file\t1\tx\n',
      'line\tDate: x\n',
      '(phased ',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.oneof(token, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 40 })
        .map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), bytes), (sections) => {
        const read = (section: string) => sections[section] ?? null;
        const observation = family.parse({ ...manifest, family: name }, read);
        expect(observation.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1500 },
    );
  });

  it('names every section that is not there', () => {
    const { problems } = family.parse({ ...manifest, sections: [] }, () => null);
    for (const required of family.required)
      expect(problems.map(({ section }) => section)).toContain(required);
  });
});

describe('parseObservation', () => {
  it('refuses envelopes that no parser of this build reads', () => {
    const { manifest } = readRecorded('deb-current');
    for (const family of [null, 'plan9', '__proto__']) {
      expect(codeOf(() => parseObservation({ ...manifest, family }, () => null))).toBe('FAMILY_UNKNOWN');
    }
  });
});

describe('the local scanner', () => {
  it('scans the machine the tests run on, and an unchanged rescan differs in one section only', async () => {
    const scan = () =>
      scanners.local.collect({ target: scanners.local.parseTarget(''), profile: 'default', now: Date.now });
    const first = await scan();
    expect(first.manifest.failure).toBeNull();
    expect(observe(first).packages.length).toBeGreaterThan(100);
    const second = await scan();
    const hashes = ({ manifest }: Envelope) =>
      new Map(manifest.sections.map(({ name, sha256 }) => [name, sha256]));
    const changed = [...hashes(first)].filter(([name, sha256]) => hashes(second).get(name) !== sha256);
    // Other programs of this machine may start or end in between.
    expect(changed.map(([name]) => name).filter((name) => name !== 'running')).toEqual(['clock']);
  });

  it('ends its children when it is cancelled', async () => {
    const cancel = new AbortController();
    const onProgress = () => cancel.abort();
    const target = scanners.local.parseTarget('');
    const envelope = await scanners.local.collect({
      target,
      profile: 'default',
      now: Date.now,
      signal: cancel.signal,
      onProgress,
    });
    expect(envelope.manifest).toMatchObject({ outcome: 'failed', failure: { code: 'CANCELLED' } });
  });
});

describe('the nmap scanner', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stub-'));
    vi.stubEnv('PATH', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  /** Stands in for nmap: notes its arguments, then does what the test says. */
  function stub(body: string): void {
    const script = `#!/bin/sh\nfor a in "$@"; do printf '%s\\n' "$a"; done > '${folder}/argv'\n${body}\n`;
    writeFileSync(join(folder, 'nmap'), script, { mode: 0o755 });
  }

  const head = '<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun start="1700000000">';
  const host = '<host><status state="up"/><address addr="192.0.2.1" addrtype="ipv4"/></host>';
  const tail = '<runstats><finished time="1700000001" exit="success"/></runstats></nmaprun>';
  const scan = (text: string, signal?: AbortSignal) =>
    scanners.nmap.collect({ target: scanners.nmap.parseTarget(text), profile: 'services', now, signal });

  it('passes constant flags, then `--`, then checked targets', async () => {
    stub(`echo '${head}${host}${tail}'; echo 'a warning with percent' >&2`);
    const envelope = await scan('192.0.2.0/24, Web.example');
    expect(envelope.manifest).toMatchObject({ outcome: 'complete', failure: null });
    const argv = readFileSync(join(folder, 'argv'), 'utf8').trimEnd().split('\n');
    expect(argv.slice(-3)).toEqual(['--', '192.0.2.0/24', 'web.example']);
    expect(argv.filter((word) => word.startsWith('-o'))).toEqual(['-oX']);
    expect(parseNetwork(envelope.manifest, (name) => sectionOf(envelope, name)).hosts).toHaveLength(1);
    expect(Buffer.from(sectionOf(envelope, 'nmap-stderr') ?? []).toString()).toContain('percent');
  });

  it('scans the loopback only as the built-in target', async () => {
    stub(`echo '${head}${tail}'`);
    await scan('this machine');
    expect(readFileSync(join(folder, 'argv'), 'utf8').trimEnd().split('\n').at(-1)).toBe('127.0.0.1');
    await expect(async () => scan('127.0.0.1')).rejects.toMatchObject({ code: 'TARGET_DENIED' });
  });

  it.each([
    ['ends early with exit 0', `echo '${head}${host}<host><sta'`, 'partial', 'SCAN_UNFINISHED'],
    ['ends early with exit 1', `echo '${head}${host}<host><sta'; exit 1`, 'partial', 'SCAN_UNFINISHED'],
    ['writes nothing', 'exit 0', 'failed', 'NMAP_FAILED'],
    ['refuses', 'echo no >&2; exit 255', 'failed', 'NMAP_FAILED'],
    ['writes something else', 'echo hello', 'failed', 'NMAP_FAILED'],
    ['declares entities', `echo '<!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun/>'`, 'failed', 'NMAP_FAILED'],
  ])('when nmap %s: never complete', async (_name, body, outcome, code) => {
    stub(body);
    const { manifest } = await scan('192.0.2.1');
    expect([manifest.outcome, manifest.failure?.code]).toEqual([outcome, code]);
  });

  it('says how to get nmap when it is not there', async () => {
    const { manifest } = await scan('192.0.2.1');
    expect(manifest.failure).toMatchObject({ code: 'NMAP_MISSING', remedy: 'Install it: apt install nmap' });
  });

  it.each([
    ['says so in its report', `echo '<?xml version="1.0"?><nmaprun version="5.00" start="1"></nmaprun>'`],
    [
      'knows no such flag',
      `[ "$1" = --version ] && echo 'Nmap version 4.76 ( http://nmap.org )' || exit 255`,
    ],
  ])('refuses an nmap that is too old when it %s', async (_how, body) => {
    stub(body);
    const { manifest } = await scan('192.0.2.1');
    expect([manifest.outcome, manifest.failure?.code]).toEqual(['failed', 'NMAP_TOO_OLD']);
    expect(manifest.failure?.message).toMatch(/\(found (5\.00|4\.76), needed 5\.20 or later\)/);
  });

  it('asks for a newer one where a network of IPv6 addresses is to be scanned', async () => {
    stub(`echo '<?xml version="1.0"?><nmaprun version="6.25" start="1"></nmaprun>'`);
    const messages = await Promise.all(
      ['2001:db8::/120', '2001:db8::1', '192.0.2.0/24'].map(async (target) => {
        return (await scan(target)).manifest.failure?.message;
      }),
    );
    expect(messages[0]).toContain('(found 6.25, needed 6.40 or later)');
    expect(messages.slice(1).join(' ')).not.toContain('too old');
  });

  it('kills nmap when cancelled, and keeps what it wrote', async () => {
    stub(`echo '${head}${host}'; exec /bin/sleep 60`);
    const cancel = new AbortController();
    const started = performance.now();
    const running = scanners.nmap.collect({
      target: scanners.nmap.parseTarget('192.0.2.1'),
      profile: 'discovery',
      now,
      signal: cancel.signal,
      onProgress: ({ done }) => done > 0 && cancel.abort(),
    });
    const envelope = await running;
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(envelope.manifest).toMatchObject({ outcome: 'failed', failure: { code: 'CANCELLED' } });
    expect(parseNetwork(envelope.manifest, (name) => sectionOf(envelope, name)).hosts).toHaveLength(1);
  });
});

describe('importers', () => {
  const receivedAt = now();

  const readNmap = (bytes: Uint8Array): Envelope => {
    const content = importers['nmap-xml'].read({ bytes, fileName: 'x.xml', receivedAt });
    if (content.kind !== 'envelopes' || !content.envelopes[0]) throw new Error('no envelope in it');
    return content.envelopes[0];
  };

  it('find the format from the content', () => {
    expect(detectFormat(encodeEnvelope(readRecorded('deb-current')))).toBe('envelope');
    expect(
      detectFormat(Buffer.from('<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<!-- x -->\n<nmaprun>')),
    ).toBe('nmap-xml');
    expect(detectFormat(Buffer.from('\ufeff<nmaprun/>', 'utf16le'))).toBe('nmap-xml');
    expect(codeOf(() => detectFormat(Buffer.from('\x89PNG\r\n', 'latin1')))).toBe('FORMAT_UNKNOWN');
    expect(codeOf(() => detectFormat(new Uint8Array()))).toBe('FILE_EMPTY');
  });

  it('keep an unfinished nmap file partial', () => {
    const xml =
      '<nmaprun start="1700000000"><host><address addr="192.0.2.1" addrtype="ipv4"/></host></nmaprun>';
    const { manifest } = readNmap(Buffer.from(xml));
    expect(manifest).toMatchObject({
      outcome: 'partial',
      failure: { code: 'SCAN_UNFINISHED' },
      startedAt: '2023-11-14T22:13:20.000Z',
    });
  });

  it('read UTF-16 with a byte order mark and refuse broken UTF-8', () => {
    const read = readNmap;
    const utf16 = Buffer.from(
      '\ufeff<nmaprun><runstats><finished time="1" exit="success"/></runstats></nmaprun>',
      'utf16le',
    );
    expect(read(utf16).manifest.outcome).toBe('complete');
    expect(codeOf(() => read(Buffer.from([0x3c, 0xff, 0xff])))).toBe('ENCODING_INVALID');
    expect(codeOf(() => read(Buffer.from('<!DOCTYPE nmaprun SYSTEM "http://127.0.0.1/x"><nmaprun/>')))).toBe(
      'XML_DTD_FORBIDDEN',
    );
  });
});

describe('scanMany', () => {
  it('keeps to its concurrency and yields results as they finish', async () => {
    const envelope = readRecorded('deb-current');
    let running = 0;
    let most = 0;
    const gates = new Map<string, () => void>();
    const scanner: Pick<Scanner, 'collect'> = {
      collect: async ({ target }) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => gates.set(target.host, resolve));
        running -= 1;
        return envelope;
      },
    };
    const requests = ['a', 'b', 'c', 'd'].map((host) => ({
      target: { host, port: null, warnings: [] },
      profile: 'default',
      now,
    }));
    const results = scanMany(scanner, requests, 2);
    const order: string[] = [];
    for (const host of ['b', 'a', 'c', 'd']) {
      const next = results.next();
      await vi.waitFor(() => expect(gates.has(host)).toBe(true));
      gates.get(host)?.();
      const { value } = await next;
      order.push(value?.request.target.host ?? '');
    }
    expect(order).toEqual(['b', 'a', 'c', 'd']);
    expect((await results.next()).done).toBe(true);
    expect(most).toBe(2);
  });
});
