import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly port: number;
  /** `address: subject` of every mail that was taken, in order. */
  readonly taken: string[];
  /** Addresses that it takes no mail for. */
  readonly refuses: Set<string>;
  close(): Promise<void>;
}

/** A mail server on this machine that tells what it was sent. */
export async function startMailServer(): Promise<MailServer> {
  const taken: string[] = [];
  const refuses = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) =>
      done(refuses.has(address) ? new Error('mailbox unavailable') : undefined),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const subject = /^Subject: (.*)$/m.exec(Buffer.concat(chunks).toString('utf8'))?.[1]?.trim();
        taken.push(`${session.envelope.rcptTo[0]?.address}: ${subject}`);
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, taken, refuses, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
