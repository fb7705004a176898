import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { openTestAuthWithAdministrator } from '#lib/server/auth/open-test-auth.ts';
import { sendTestMail, setMail, showMail } from '#lib/server/mail/configure-mail.ts';
import { createMailer } from '#lib/server/mail/mailer.ts';

const SECRET = 'the password of the mail server';
const code = (expected: string) => expect.objectContaining({ code: expected });
let server: SMTPServer | null = null;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

/** A mail server on this machine that keeps what it is sent. */
async function startMailServer(): Promise<{ port: number; received: string[]; logins: string[] }> {
  const received: string[] = [];
  const logins: string[] = [];
  server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) => {
      logins.push(`${username} ${password}`);
      done(null, { user: username ?? '' });
    },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString('utf8'));
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const address = listening.address();
  return { received, logins, port: typeof address === 'object' && address ? address.port : 0 };
}

async function open() {
  const opened = await openTestAuthWithAdministrator();
  const mailer = createMailer({ ...opened.auth, environment: null });
  return { ...opened, auth: { ...opened.auth, mailer } };
}

const settings = (port: number) => ({
  host: '127.0.0.1',
  port,
  security: 'none' as const,
  sender: 'patchproof@example.org',
  user: 'patchproof',
  password: SECRET,
});

describe('mail', () => {
  test('goes out by the server that was set, whose password is sealed and never shown', async () => {
    const { auth, administrator, store } = await open();
    const { port, received, logins } = await startMailServer();
    expect(showMail(auth, administrator)).toBeNull();
    await expect(sendTestMail(auth, administrator)).rejects.toThrow(code('MAIL_OFF'));
    setMail(auth, administrator, settings(port));
    await sendTestMail(auth, administrator);
    expect(received[0]).toMatch(/To: ada@example\.org/i);
    expect(received[0]).toMatch(/From: patchproof@example\.org/);
    expect(logins).toEqual([`patchproof ${SECRET}`]);
    expect(JSON.stringify(showMail(auth, administrator))).not.toContain(SECRET);
    expect(store.settings.get('mail')).not.toContain(SECRET);
    expect(JSON.stringify(store.log.read(0, 100))).not.toContain(SECRET);
    // Left empty, the password stays; for another host it does not go along.
    setMail(auth, administrator, { ...settings(port), password: '' });
    await sendTestMail(auth, administrator);
    expect(logins.at(-1)).toBe(`patchproof ${SECRET}`);
    setMail(auth, administrator, { ...settings(port), host: 'localhost', password: '' });
    expect(auth.mailer.settings()?.mail.login?.password).toBe('');
  });

  test('that is to be encrypted never goes out in clear', async () => {
    const { auth, administrator } = await open();
    const { port, received, logins } = await startMailServer();
    setMail(auth, administrator, { ...settings(port), security: 'starttls' });
    await expect(sendTestMail(auth, administrator)).rejects.toThrow(code('MAIL_FAILED'));
    expect(received).toEqual([]);
    expect(logins).toEqual([]);
  });

  test('is set by the environment before the page, and only by who may', async () => {
    const { auth, administrator } = await open();
    const mail = {
      host: 'mail.example.org',
      port: 465,
      security: 'tls',
      sender: 'a@b.c',
      login: null,
    } as const;
    const fixed = { ...auth, mailer: createMailer({ ...auth, environment: mail }) };
    expect(() => setMail(fixed, administrator, settings(25))).toThrow(code('MAIL_FIXED'));
    expect(showMail(fixed, administrator)).toMatchObject({ from: 'environment', host: 'mail.example.org' });
    expect(() => setMail(auth, { ...administrator, fresh: 'none' }, settings(25))).toThrow(
      code('STEP_UP_NEEDED'),
    );
    expect(() => setMail(auth, { ...administrator, roles: ['analyst'], holdings: [] }, settings(25))).toThrow(
      code('FORBIDDEN'),
    );
  });
});
