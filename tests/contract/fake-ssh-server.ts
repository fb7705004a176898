import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type ServerChannel } from 'ssh2';
import { keyFingerprint } from '#scanners/ssh/host-key.ts';

export interface FakeHostKey {
  readonly private: string;
  readonly fingerprint: string;
  /** `type base64`, as in a known_hosts line. */
  readonly line: string;
}

/** A fresh key for a fake host or a user. */
export function makeKey(type: 'ed25519' | 'ecdsa' = 'ed25519'): FakeHostKey {
  const pair =
    type === 'ed25519'
      ? ssh2.utils.generateKeyPairSync('ed25519')
      : ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const [name = '', base64 = ''] = pair.public.split(' ');
  return {
    private: pair.private,
    fingerprint: keyFingerprint(Buffer.from(base64, 'base64')),
    line: `${name} ${base64}`,
  };
}

/** An RSA key that is too short to be used. */
export function makeShortRsaKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey;
}

export interface FakeSession {
  readonly channel: ServerChannel;
  readonly command: string;
  /** Nonce in the command, so that a well-behaved fake can write markers. */
  readonly nonce: string;
}

export interface FakeOptions {
  readonly hostKeys: readonly FakeHostKey[];
  readonly banner?: string;
  /** Default: everything is accepted. */
  readonly onAuth?: (context: AuthContext) => void;
  readonly onSession?: (session: FakeSession) => void;
}

export interface FakeServer extends AsyncDisposable {
  readonly port: number;
  /** Every authentication request seen, by method; `none` too. */
  readonly authAttempts: string[];
  readonly commands: string[];
}

/** An SSH server in this process that does what the test says and counts what reached it. */
export async function startFakeServer(options: FakeOptions): Promise<FakeServer> {
  const authAttempts: string[] = [];
  const commands: string[] = [];
  const hostKeys = options.hostKeys.map((key) => key.private);
  const server = new ssh2.Server({ hostKeys, banner: options.banner }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      authAttempts.push(context.method);
      if (options.onAuth) options.onAuth(context);
      else context.accept();
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptExec, _reject, { command }) => {
        commands.push(command);
        const channel = acceptExec();
        channel.on('error', () => undefined);
        channel.resume();
        options.onSession?.({ channel, command, nonce: command.split(' ')[3] ?? '' });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    authAttempts,
    commands,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

/** Writes one section as the collector script would. */
export function writeSection(
  { channel, nonce }: FakeSession,
  name: string,
  content: string | Buffer,
  exit = 0,
): void {
  channel.write(`\n@@${nonce} begin ${name}\n`);
  channel.write(content);
  channel.write(`\n@@${nonce} end ${name} ${exit} 1\n`);
}
