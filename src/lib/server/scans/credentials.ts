import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { HostKeyTrust, ScanTarget, SshCredentials } from '#scanners/scanner.ts';
import { refuseUnusableKey } from '#scanners/ssh/login.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { JobApp as App } from '../jobs/job-runner.ts';
import { openSecret, sealSecret } from '../sealed-secret.ts';
import { newId } from '../store/random-id.ts';

const secretSchema = z.object({
  privateKey: z.string().optional(),
  passphrase: z.string().optional(),
  password: z.string().optional(),
});

export interface NewCredential {
  readonly name: string;
  readonly user: string;
  readonly secret: z.infer<typeof secretSchema>;
}

/** Keep a scan credential, sealed; what is secret is never given out again. @throws AppError KEY_UNUSABLE, NAME_TAKEN (409) */
export function createCredential(app: App, viewer: Viewer, input: NewCredential): string {
  authorise(viewer, 'credential.manage');
  const { privateKey, passphrase } = input.secret;
  if (privateKey !== undefined) refuseUnusableKey(privateKey, passphrase);
  const id = newId();
  const kind = privateKey ? 'ssh-key' : 'password';
  const secret = Buffer.from(JSON.stringify(secretSchema.parse(input.secret)), 'utf8');
  const sealed = sealSecret(app.masterKey, { table: 'credential', id, field: 'sealed' }, secret);
  secret.fill(0);
  app.store.transaction(() => {
    if (app.store.credentials.findByName(input.name)) throw nameTaken();
    const createdAt = app.clock();
    app.store.credentials.insert({
      id,
      name: input.name,
      kind,
      username: input.user,
      sealed,
      createdAt,
      createdBy: viewer.personId,
    });
    const origin = { actor: viewer.personId, via: viewer.via };
    app.store.log.append({ kind: 'credential.created', object: id, body: { id, kind }, ...origin });
  });
  return id;
}

/** What to log in with: the stored credential, opened, or the server's SSH agent for a named account. */
export function credentialsFor(
  app: App,
  { credential: name, user: account }: { credential: string | null; user: string | null },
): SshCredentials | null {
  if (name === null) {
    return account ? { user: account, auth: { kind: 'agent', socket: app.config.sshAgent ?? '' } } : null;
  }
  const row = app.store.credentials.findByName(name);
  if (!row) throw unknownCredential();
  const opened = openSecret(app.masterKey, { table: 'credential', id: row.id, field: 'sealed' }, row.sealed);
  const { privateKey, passphrase, password } = secretSchema.parse(JSON.parse(opened.toString('utf8')));
  opened.fill(0);
  const user = row.username ?? '';
  if (privateKey) return { user, auth: { kind: 'key', privateKey, ...(passphrase ? { passphrase } : {}) } };
  return { user, auth: { kind: 'password', password: password ?? '' } };
}

/** The host keys pinned for a target: nothing else is trusted. */
export function trustFor(app: App, target: ScanTarget): HostKeyTrust {
  const pinned = app.store.hostKeys.of(target.host, target.port ?? 22).map((row) => row.fingerprint);
  return { knownHosts: [], pinned };
}

function nameTaken(): AppError {
  return new AppError({
    code: 'NAME_TAKEN',
    message: 'A credential of that name exists.',
    remedy: 'Choose another name, or use the one that exists.',
    status: 409,
  });
}

function unknownCredential(): AppError {
  return new AppError({
    code: 'CREDENTIAL_UNKNOWN',
    message: 'No stored credential has that name.',
    remedy: 'Choose one from the list on the page Scans.',
    status: 404,
  });
}
