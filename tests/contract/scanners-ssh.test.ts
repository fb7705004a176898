import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { parseObservation, scanners } from '#scanners/index.ts';
import { envelopeHash, type Envelope } from '#scanners/envelope.ts';
import type { ScanRequest, SshAuth } from '#scanners/scanner.ts';
import {
  makeKey,
  makeShortRsaKey,
  startFakeServer,
  writeSection,
  type FakeSession,
} from './fake-ssh-server.ts';

const hostKey = makeKey();
const userKey = makeKey();
const limits = {
  connectMs: 2000,
  handshakeMs: 1500,
  sectionMs: 3000,
  slackMs: 100,
  idleMs: 3000,
  hostMs: 10_000,
  preambleBytes: 8192,
  sectionBytes: 256 * 1024,
  hostBytes: 1024 * 1024,
};

function scan(port: number, change: Partial<ScanRequest> = {}): Promise<Envelope> {
  return scanners.ssh.collect({
    target: { host: '127.0.0.1', port, warnings: [] },
    profile: 'default',
    limits,
    credentials: { user: 'scanner', auth: { kind: 'key', privateKey: userKey.private } },
    trust: { knownHosts: [`[127.0.0.1]:${port} ${hostKey.line}`], pinned: [] },
    now: Date.now,
    ...change,
  });
}

function verdict({ manifest }: Envelope) {
  return [manifest.outcome, manifest.failure?.code ?? null];
}

const required = ['identity', 'kernel', 'dpkg', 'indexes', 'policy', 'packages-policy', 'holds'];

/** A host that answers as the script would, as far as `until`. */
function behave(session: FakeSession, until?: string): void {
  writeSection(session, 'clock', 'now\t1\n');
  session.channel.write(`\n@@${session.nonce} family debian\n`);
  for (const name of required) {
    if (name === until) return;
    writeSection(session, name, name === 'dpkg' ? 'amd64\nbash\tamd64\t5.2\tbash\t5.2\tii \n' : '');
  }
  session.channel.write(`\n@@${session.nonce} done\n`);
}

describe('an SSH scan checks the host key before it logs in', () => {
  const passwords: SshAuth = { kind: 'password', password: 'canary-secret' };

  it.each([
    ['HOST_KEY_UNKNOWN', () => [], []],
    ['HOST_KEY_CHANGED', () => [`${makeKey().line}`], []],
    ['HOST_KEY_CHANGED', () => [], [makeKey().fingerprint]],
  ] as const)('%s: no authentication packet is sent', async (code, lines, pinned) => {
    await using server = await startFakeServer({ hostKeys: [hostKey] });
    const knownHosts = lines().map((line) => `[127.0.0.1]:${server.port} ${line}`);
    for (const auth of [passwords, { kind: 'key', privateKey: userKey.private } as const]) {
      const envelope = await scan(server.port, {
        credentials: { user: 'scanner', auth },
        trust: { knownHosts, pinned },
      });
      expect(verdict(envelope)).toEqual(['failed', code]);
      expect(envelope.manifest.failure?.message).toContain(hostKey.fingerprint);
      expect(envelope.manifest.hostKey).toBeNull();
    }
    expect(server.authAttempts).toEqual([]);
  });

  it('refuses a revoked key although it is also known', async () => {
    await using server = await startFakeServer({ hostKeys: [hostKey] });
    const name = `[127.0.0.1]:${server.port}`;
    const trust = {
      knownHosts: [`${name} ${hostKey.line}\n@revoked ${name} ${hostKey.line}`],
      pinned: [hostKey.fingerprint],
    };
    expect(verdict(await scan(server.port, { trust }))).toEqual(['failed', 'HOST_KEY_REVOKED']);
    expect(server.authAttempts).toEqual([]);
  });

  it('asks a host with two keys for the type that is known, and finds a pinned one among them', async () => {
    const other = makeKey('ecdsa');
    await using server = await startFakeServer({
      hostKeys: [hostKey, other],
      onSession: (session) => behave(session),
    });
    const known = await scan(server.port, {
      trust: { knownHosts: [`[127.0.0.1]:${server.port} ${other.line}`], pinned: [] },
    });
    expect(known.manifest).toMatchObject({ outcome: 'complete', hostKey: other.fingerprint });
    const pinned = await scan(server.port, { trust: { knownHosts: [], pinned: [other.fingerprint] } });
    expect(pinned.manifest).toMatchObject({ outcome: 'complete', hostKey: other.fingerprint });
  });
});

describe('an SSH scan logs in once', () => {
  const reject = {
    hostKeys: [hostKey],
    onAuth: (context: { reject: (left?: []) => void }) => context.reject([]),
  };

  it('ends with AUTH_FAILED after one refused key', async () => {
    await using server = await startFakeServer(reject);
    expect(verdict(await scan(server.port))).toEqual(['failed', 'AUTH_FAILED']);
    expect(server.authAttempts).toEqual(['publickey']);
  });

  it.each([
    ['password', ['none', 'password']],
    ['keyboard-interactive', ['none', 'keyboard-interactive']],
  ] as const)('gives the password by %s, and never a second time', async (offered, attempts) => {
    await using server = await startFakeServer({
      hostKeys: [hostKey],
      onAuth: (context) => context.reject([offered]),
    });
    const credentials = { user: 'scanner', auth: { kind: 'password', password: 'canary-secret' } } as const;
    const envelope = await scan(server.port, { credentials });
    expect(verdict(envelope)).toEqual(['failed', 'AUTH_FAILED']);
    expect(server.authAttempts).toEqual(attempts);
    expect(JSON.stringify(envelope.manifest)).not.toContain('canary-secret');
  });

  it('answers one hidden question with the password', async () => {
    const answers: string[] = [];
    await using server = await startFakeServer({
      hostKeys: [hostKey],
      onAuth: (context) => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
        context.prompt([{ prompt: 'Password: ', echo: false }], (given) => {
          answers.push(...given);
          context.accept();
        });
      },
      onSession: (session) => behave(session),
    });
    const credentials = { user: 'scanner', auth: { kind: 'password', password: 'canary-secret' } } as const;
    expect(verdict(await scan(server.port, { credentials }))).toEqual(['complete', null]);
    expect(answers).toEqual(['canary-secret']);
  });

  it.each([
    ['without credentials', undefined, 'CREDENTIALS_MISSING'],
    ['with a short RSA key', { kind: 'key', privateKey: makeShortRsaKey() }, 'KEY_UNUSABLE'],
    ['with text for a key', { kind: 'key', privateKey: 'canary-secret' }, 'KEY_UNUSABLE'],
    ['with an agent that is not there', { kind: 'agent', socket: '/nonexistent/agent' }, 'AGENT_UNAVAILABLE'],
  ] as const)('%s: its own failure', async (_name, auth, code) => {
    await using server = await startFakeServer(reject);
    const envelope = await scan(server.port, { credentials: auth ? { user: 'scanner', auth } : null });
    expect(verdict(envelope)).toEqual(['failed', code]);
    expect(JSON.stringify(envelope.manifest)).not.toContain('canary-secret');
  });

  it('names an encrypted key without its passphrase, and one with a wrong one', async () => {
    const { default: ssh2 } = await import('ssh2');
    const { private: privateKey } = ssh2.utils.generateKeyPairSync('ed25519', {
      passphrase: 'right',
      cipher: 'aes256-ctr',
      rounds: 2,
    });
    for (const passphrase of [undefined, 'wrong']) {
      const { manifest } = await scan(1, {
        credentials: { user: 'scanner', auth: { kind: 'key', privateKey, passphrase } },
      });
      expect(manifest.failure?.code).toBe('KEY_UNUSABLE');
      expect(manifest.failure?.message).toContain('passphrase');
    }
  });
});

describe('an SSH scan survives what a host sends', () => {
  async function scanHost(
    onSession: (session: FakeSession) => void,
    change: Partial<ScanRequest> = {},
  ): Promise<Envelope> {
    await using server = await startFakeServer({ hostKeys: [hostKey], onSession });
    return await scan(server.port, change);
  }

  it('collects sections and sends one constant command', async () => {
    await using server = await startFakeServer({
      hostKeys: [hostKey],
      onSession: (session) => behave(session),
    });
    const envelope = await scan(server.port);
    expect(verdict(envelope)).toEqual(['complete', null]);
    expect(server.commands).toHaveLength(1);
    expect(server.commands[0]).toMatch(/^sh -s -- [0-9a-f]{32} 3 \d{13}$/);
    expect(envelope.manifest).toMatchObject({
      family: 'debian',
      hostKey: hostKey.fingerprint,
      target: { address: '127.0.0.1' },
    });
    expect(envelopeHash(envelope.manifest)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps invalid UTF-8, escape sequences and NUL as they came', async () => {
    const hostile = Buffer.concat([
      Buffer.from('amd64\nevil\u001b]52;c;AAAA\u0007\u202e\u0000\tall\t1\te\t1\tii \n'),
      Buffer.from([0xff, 0xfe, 0x0a]),
    ]);
    const envelope = await scanHost((session) => {
      writeSection(session, 'dpkg', hostile);
      session.channel.write(`\n@@${session.nonce} family debian\n\n@@${session.nonce} done\n`);
    });
    const meta = envelope.manifest.sections.find((section) => section.name === 'dpkg');
    expect(Buffer.from(envelope.sections.get(meta?.sha256 ?? '') ?? []).equals(hostile)).toBe(true);
    const observation = parseObservation(envelope.manifest, (name) =>
      name === 'dpkg' ? (envelope.sections.get(meta?.sha256 ?? '') ?? null) : null,
    );
    expect(observation.packages).toHaveLength(1);
    expect(
      observation.problems.some(({ section, kind }) => section === 'dpkg' && kind === 'unreadable'),
    ).toBe(true);
  });

  it.each([
    ['before the package list', 'dpkg', 'failed'],
    ['after it', 'policy', 'partial'],
  ] as const)('dropped %s: what came is kept and the scan is not complete', async (_name, until, outcome) => {
    const envelope = await scanHost((session) => {
      behave(session, until);
      session.channel.write(`\n@@${session.nonce} begin ${until}\nhalf a l`);
      setImmediate(() => session.channel.close());
    });
    expect(verdict(envelope)).toEqual([outcome, 'OUTPUT_TRUNCATED']);
    expect(envelope.manifest.sections.at(-1)).toMatchObject({ name: until, truncated: true });
  });

  it('a required command that fails makes the scan partial and names it', async () => {
    const envelope = await scanHost((session) => {
      writeSection(session, 'policy', 'E: broken', 100);
      behave(session);
    });
    expect(verdict(envelope)).toEqual(['partial', 'SECTION_FAILED']);
    expect(envelope.manifest.failure?.message).toContain('policy');
  });

  it('stops endless output at the section limit, the host limit and before the first section', async () => {
    const flood = (session: FakeSession) => {
      const chunk = Buffer.alloc(32_768, 'x');
      const write = (): void => {
        while (session.channel.writable && session.channel.write(chunk));
        if (session.channel.writable) session.channel.once('drain', write);
      };
      write();
    };
    const inSection = await scanHost((session) => {
      session.channel.write(`\n@@${session.nonce} begin dpkg\n`);
      flood(session);
    });
    expect(verdict(inSection)).toEqual(['failed', 'OUTPUT_TOO_LARGE']);
    expect(inSection.manifest.sections[0]?.bytes).toBe(limits.sectionBytes);
    expect(verdict(await scanHost(flood))).toEqual(['failed', 'OUTPUT_TOO_LARGE']);
  });

  it.each([
    ['NO_OUTPUT', () => undefined],
    ['OUTPUT_STALLED', (session: FakeSession) => session.channel.write(`\n@@${session.nonce} begin dpkg\nx`)],
    [
      'SECTION_TIMEOUT',
      (session: FakeSession) => {
        const drip = setInterval(() => session.channel.write('x'), 50);
        session.channel.on('close', () => clearInterval(drip));
      },
    ],
  ])('%s when the host hangs', async (code, onSession) => {
    expect(
      verdict(await scanHost(onSession, { limits: { ...limits, sectionMs: 800, idleMs: 500 } })),
    ).toEqual(['failed', code]);
  });

  it('ends at the limit of the host, keeping complete sections', async () => {
    const envelope = await scanHost((session) => behave(session, 'policy'), {
      limits: { ...limits, hostMs: 1200 },
    });
    expect(verdict(envelope)).toEqual(['partial', 'HOST_TIMEOUT']);
  });

  it('ends when cancelled, before and during', async () => {
    const cancel = new AbortController();
    const during = scanHost(() => cancel.abort(), { signal: cancel.signal });
    expect(verdict(await during)).toEqual(['failed', 'CANCELLED']);
    expect(verdict(await scanHost(() => undefined, { signal: AbortSignal.abort() }))).toEqual([
      'failed',
      'CANCELLED',
    ]);
  });

  it('says OS_UNSUPPORTED with the system’s name made harmless', async () => {
    const envelope = await scanHost((session) => {
      writeSection(session, 'identity', 'os\tPRETTY_NAME="Plan\u001b[2J 9 <b>"\n');
      session.channel.write(`\n@@${session.nonce} done\n`);
    });
    expect(verdict(envelope)).toEqual(['failed', 'OS_UNSUPPORTED']);
    expect(envelope.manifest.failure?.message).toContain('(Plan?[2J 9 ?b?)'.replace('[', '?'));
  });
});

describe('an SSH scan survives what is not an SSH server', () => {
  const open: Server[] = [];
  afterEach(() => open.splice(0).forEach((server) => server.close()));

  async function listen(onSocket: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it.each([
    ['BANNER_TIMEOUT', () => undefined],
    ['CONNECTION_LOST', (socket: Socket) => socket.end()],
    ['NOT_SSH', (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(1000))],
    ['NOT_SSH', (socket: Socket) => socket.write(Buffer.alloc(100_000, 0))],
    ['HANDSHAKE_TIMEOUT', (socket: Socket) => socket.write('SSH-2.0-mute\r\n')],
    [
      'HANDSHAKE_FAILED',
      (socket: Socket) => socket.write(`SSH-2.0-x\r\n${'\u0000\u0000\u0000\u0010garbage'.repeat(50)}`),
    ],
  ])('%s', async (code, onSocket) => {
    const port = await listen(onSocket);
    expect(verdict(await scan(port))).toEqual(['failed', code]);
  });

  it('CONNECT_REFUSED where nothing listens', async () => {
    const port = await listen(() => undefined);
    await new Promise((resolve) => open.pop()?.close(resolve));
    expect(verdict(await scan(port))).toEqual(['failed', 'CONNECT_REFUSED']);
  });
});
