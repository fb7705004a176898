import { setTimeout as pause } from 'node:timers/promises';
import type { CrashServer } from './crash-server.ts';
import { receiptIn, type Delivery, type Receipt } from './deliveries.ts';
import type { Credentials } from './installation.ts';

/** What the client knows of one round when the server dies. */
export interface Journal {
  readonly deliveries: Delivery[];
  /** Jobs whose request was answered. */
  readonly jobs: string[];
}

/** The client's side of a round: talks to the server until it is dead, and notes what was answered. */
export class Client {
  readonly #server: CrashServer;
  readonly #credentials: Credentials;

  constructor(server: CrashServer, credentials: Credentials) {
    this.#server = server;
    this.#credentials = credentials;
  }

  /** Submits, imports, starts scans and reads, all at once, until the server dies. */
  async work(source: Iterator<Delivery, never>, hostPause: number): Promise<Journal> {
    const journal: Journal = { deliveries: [], jobs: [] };
    const submitter = async () => {
      const { value } = source.next();
      journal.deliveries.push(value);
      value.inFlight = true;
      value.receipt = await this.send(value);
      value.inFlight = false;
      await pause(40);
    };
    const starter = async () => {
      journal.jobs.push(await this.startScan());
      await pause(hostPause * 15 * 1000);
    };
    const reader = async () => {
      await this.read('findings');
      await pause(250);
    };
    await Promise.all([submitter, submitter, starter, reader].map((one) => this.#untilDeath(one)));
    return journal;
  }

  /** The receipt, read to the end. */
  async send({ path, bytes, key }: Delivery): Promise<Receipt> {
    const once: Record<string, string> = key === null ? {} : { 'idempotency-key': key };
    const headers = { ...this.#bearer(), ...once, 'content-type': 'application/octet-stream' };
    const body = Buffer.from(bytes);
    return receiptIn(
      await this.#answerOf(await fetch(this.#server.url + path, { method: 'POST', headers, body })),
    );
  }

  /** A read document. */
  async read(name: string): Promise<unknown> {
    return this.#answerOf(await fetch(`${this.#server.url}/api/v1/${name}`, { headers: this.#bearer() }));
  }

  /** Id of a new scan of this machine, asked for as the page asks. */
  async startScan(): Promise<string> {
    const { url } = this.#server;
    const response = await fetch(`${url}/scans?/local`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.#credentials.cookie, origin: url, accept: 'text/html' },
      body: new URLSearchParams(),
    });
    const body = await response.text();
    const id = /^\/scans\/(\w+)$/.exec(response.headers.get('location') ?? '')?.[1];
    if (response.status !== 303 || id === undefined) throw await this.#refusal(response, body);
    return id;
  }

  async #untilDeath(work: () => Promise<void>): Promise<void> {
    while (!this.#server.dead) {
      try {
        await work();
      } catch (error) {
        // The connection broke: it must be because the server died.
        if (!(error instanceof TypeError)) throw error;
        const end = await Promise.race([
          this.#server.ended.then(() => 'dead'),
          pause(5000, 'alive', { ref: false }),
        ]);
        if (end === 'alive') throw error;
      }
    }
  }

  #bearer() {
    return { authorization: `Bearer ${this.#credentials.token}` };
  }

  async #answerOf(response: Response): Promise<unknown> {
    const text = await response.text();
    if (!response.ok) throw await this.#refusal(response, text);
    const answer: unknown = JSON.parse(text);
    return answer;
  }

  /** All that can be known of it, once what the server prints has arrived. */
  async #refusal({ url, status }: Response, body: string): Promise<Error> {
    await pause(100);
    return new Error(
      `${url} answered ${status}: ${body.slice(0, 1000)}\nThe server printed:\n${this.#server.output()}`,
    );
  }
}
