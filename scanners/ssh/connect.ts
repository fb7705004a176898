import { connect as connectTcp, type Socket } from 'node:net';
import ssh2, { type Algorithms, type AuthHandlerMiddleware, type Client } from 'ssh2';
import type { Failure } from '#core/errors.ts';
import { inWords, scanFailure, type FailureCode } from '../failure.ts';
import type { Limits } from '../limits.ts';
import type { HostKeyTrust, ScanProgress } from '../scanner.ts';
import {
  hostKeyAlgorithms,
  judgeHostKey,
  keyFingerprint,
  keyType,
  knownKeys,
  type KnownKey,
} from './host-key.ts';

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly login: AuthHandlerMiddleware;
  readonly trust: HostKeyTrust;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** How far a connection came; `address` and `hostKey` are known from their step on. */
export interface ConnectOutcome {
  readonly client: Client | null;
  readonly failure: Failure | null;
  readonly address: string | null;
  /** Set only when the offered key was accepted. */
  readonly hostKey: string | null;
  /** From the SSH banner to here. */
  readonly openingMs: number;
}

type Phase = 'tcp' | 'banner' | 'handshake' | 'login' | 'over';

const WHERE: Readonly<Record<Phase, string>> = {
  tcp: 'while connecting',
  banner: 'before the SSH banner',
  handshake: 'during the key exchange',
  login: 'during the login',
  over: 'after the login',
};

const SHOWN_AS: Readonly<Record<Phase, ScanProgress['phase']>> = {
  tcp: 'connecting',
  banner: 'connecting',
  handshake: 'handshake',
  login: 'login',
  over: 'collecting',
};

/** Weak algorithms (SHA-1, CBC, MD5) are not offered; AES-GCM first because OpenSSL does it in hardware. */
const OFFERED = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group-exchange-sha256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} satisfies Algorithms;

/**
 * Opens an SSH session: TCP, host key check, then one login. No authentication packet leaves before the host
 * key is accepted. With pins only, the host is asked for its other key types in turn before it counts as changed.
 */
export async function connectSsh(options: ConnectOptions): Promise<ConnectOutcome> {
  const known = knownKeys(options.trust.knownHosts, options.host, options.port);
  const tried: string[] = [];
  const offeredKeys: string[] = [];
  let outcome: ConnectOutcome;
  do {
    outcome = await new Attempt(options, known, tried, offeredKeys).run();
  } while (
    outcome.failure?.code === 'HOST_KEY_CHANGED' &&
    known.length === 0 &&
    hostKeyAlgorithms([], tried).length > 0
  );
  // "No common host key algorithm" after a mismatch means that every key was seen.
  if (outcome.failure?.code === 'HANDSHAKE_FAILED' && offeredKeys.length > 0) {
    return { ...outcome, failure: changedKey(options.trust.pinned, offeredKeys) };
  }
  return outcome;
}

function changedKey(known: readonly string[], offered: readonly string[]): Failure {
  return scanFailure('HOST_KEY_CHANGED', `known ${known.join(', ')}; offered ${offered.join(', ')}`);
}

/** One TCP connection and what is tried on it. */
class Attempt {
  private readonly options: ConnectOptions;
  private readonly known: readonly KnownKey[];
  private readonly tried: string[];
  private readonly offeredKeys: string[];
  private readonly client = new ssh2.Client();
  private socket: Socket | null = null;
  private phase: Phase = 'tcp';
  private timer: NodeJS.Timeout | null = null;
  private step: NodeJS.Timeout | null = null;
  private bannerAt: number | null = null;
  private address: string | null = null;
  private hostKey: string | null = null;
  private keyFailure: Failure | null = null;
  private resolve: (outcome: ConnectOutcome) => void = () => undefined;
  private readonly cancel = () => this.fail('CANCELLED');

  constructor(options: ConnectOptions, known: readonly KnownKey[], tried: string[], offeredKeys: string[]) {
    this.options = options;
    this.known = known;
    this.tried = tried;
    this.offeredKeys = offeredKeys;
  }

  run(): Promise<ConnectOutcome> {
    const { host, port, signal, limits } = this.options;
    return new Promise((resolve) => {
      this.resolve = resolve;
      if (signal?.aborted) return this.fail('CANCELLED');
      signal?.addEventListener('abort', this.cancel, { once: true });
      this.enter('tcp', limits.connectMs, 'CONNECT_TIMEOUT');
      this.socket = connectTcp({ host, port, noDelay: true });
      this.socket.once('error', (error: NodeJS.ErrnoException) =>
        this.fail(socketFailure(error), WHERE[this.phase]),
      );
      this.socket.once('close', () => this.fail('CONNECTION_LOST', WHERE[this.phase]));
      this.socket.once('connect', () => this.speakSsh());
    });
  }

  private speakSsh(): void {
    const { socket, client, options } = this;
    if (!socket || this.phase !== 'tcp') return;
    this.address = socket.remoteAddress ?? null;
    this.enter('banner', options.limits.handshakeMs, 'BANNER_TIMEOUT');
    client.on('error', (error: Error & { level?: string }) => this.clientFailed(error));
    client.once('handshake', () => this.enter('login', options.limits.handshakeMs, 'AUTH_TIMEOUT'));
    client.once('ready', () => this.succeed());
    client.connect({
      sock: socket,
      username: options.user,
      authHandler: options.login,
      readyTimeout: 0,
      hostVerifier: (blob: Buffer) => this.verify(blob),
      algorithms: { ...OFFERED, serverHostKey: hostKeyAlgorithms(this.known, this.tried) },
    });
    this.watchBanner(socket);
  }

  /** ssh2 takes any amount of text before the version line and says nothing when none comes. */
  private watchBanner(socket: Socket): void {
    let heard = '';
    const listen = (chunk: Buffer) => {
      heard += chunk.toString('latin1', 0, this.options.limits.preambleBytes);
      if (/^SSH-/m.test(heard)) {
        socket.off('data', listen);
        this.enter('handshake', this.options.limits.handshakeMs, 'HANDSHAKE_TIMEOUT');
        this.watchStep();
      } else if (heard.length >= this.options.limits.preambleBytes) this.fail('NOT_SSH');
    };
    socket.prependListener('data', listen);
  }

  /** Opening the session is one step of the scan and so has the limit of one, as a section has. */
  private watchStep(): void {
    const { sectionMs } = this.options.limits;
    this.bannerAt = performance.now();
    this.step = setTimeout(
      () => this.fail('SECTION_TIMEOUT', `opening the session (limit ${inWords(sectionMs)})`),
      sectionMs,
    );
  }

  private verify(blob: Buffer): boolean {
    const { trust } = this.options;
    const offered = keyFingerprint(blob);
    const verdict = judgeHostKey(blob, this.known, trust);
    this.tried.push(keyType(blob));
    this.offeredKeys.push(offered);
    if (verdict.kind === 'accepted') this.hostKey = offered;
    else if (verdict.kind === 'unknown') this.keyFailure = scanFailure('HOST_KEY_UNKNOWN', offered);
    else if (verdict.kind === 'revoked') this.keyFailure = scanFailure('HOST_KEY_REVOKED', offered);
    else this.keyFailure = changedKey(verdict.known, this.offeredKeys);
    return verdict.kind === 'accepted';
  }

  private clientFailed(error: Error & { level?: string; code?: string }): void {
    if (this.keyFailure) return this.settle(this.keyFailure);
    if (error.level === 'client-authentication') return this.fail('AUTH_FAILED');
    // ssh2 reports the agent, then goes on to end the login; the agent is the reason worth saying.
    if (error.level === 'agent') return this.fail('AGENT_UNAVAILABLE');
    if (error.level === 'client-socket') return this.fail(socketFailure(error), WHERE[this.phase]);
    if (this.phase === 'banner' && this.socket?.bytesRead) return this.fail('NOT_SSH');
    if (this.phase === 'handshake') return this.fail('HANDSHAKE_FAILED');
    this.fail('CONNECTION_LOST', WHERE[this.phase]);
  }

  private enter(phase: Phase, ms: number, code: FailureCode): void {
    if (this.phase === 'over') return;
    this.phase = phase;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail(code, inWords(ms)), ms);
    this.options.onProgress?.({ phase: SHOWN_AS[phase], step: null, done: 0, total: null });
  }

  private succeed(): void {
    if (this.phase === 'over') return;
    this.settle(null);
  }

  private fail(code: FailureCode, detail = ''): void {
    this.settle(this.keyFailure ?? scanFailure(code, detail));
  }

  private settle(failure: Failure | null): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    if (this.timer) clearTimeout(this.timer);
    if (this.step) clearTimeout(this.step);
    this.options.signal?.removeEventListener('abort', this.cancel);
    if (failure) {
      this.client.on('error', () => undefined);
      this.socket?.on('error', () => undefined);
      this.socket?.destroy();
    }
    const { address, hostKey, bannerAt } = this;
    const openingMs = bannerAt === null ? 0 : performance.now() - bannerAt;
    this.resolve({ client: failure ? null : this.client, failure, address, hostKey, openingMs });
  }
}

const SOCKET_CODES: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'NAME_UNKNOWN',
  EAI_AGAIN: 'NAME_UNKNOWN',
  EAI_FAIL: 'NAME_UNKNOWN',
  ENODATA: 'NAME_UNKNOWN',
  ECONNREFUSED: 'CONNECT_REFUSED',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  EHOSTUNREACH: 'HOST_UNREACHABLE',
  ENETUNREACH: 'HOST_UNREACHABLE',
  EHOSTDOWN: 'HOST_UNREACHABLE',
};

function socketFailure(error: NodeJS.ErrnoException): FailureCode {
  return SOCKET_CODES[error.code ?? ''] ?? 'CONNECTION_LOST';
}
