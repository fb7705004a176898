import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { ensureBuilt } from '../../../scripts/lib/build.mjs';
import { Client, type Journal } from './client.ts';
import { startCrashServer, type CrashServer } from './crash-server.ts';
import { deliveriesOf, type Receipt } from './deliveries.ts';
import { readAll } from './documents.ts';
import { inspect, sendAgain } from './inspection.ts';
import { makeInstallation, setUp, type Credentials, type Installation } from './installation.ts';
import { randomSource, seed } from './random.ts';
import { lookAtCopy } from './store-at-rest.ts';

/** Kills the server of a round at a moment that `random` decides. */
export type Killer = (server: CrashServer, random: () => number, round: number) => Promise<void>;

/** What happened over all rounds; for the report. */
export interface Tally {
  rounds: number;
  receipts: number;
  /** Deliveries whose answer was not read when the server died. */
  unanswered: number;
  /** Of those, how many were in the log already. */
  unansweredKept: number;
  killedJobs: number;
  importsInFlight: number;
  points: Record<string, number>;
}

const ENOUGH_MS = 30_000;
/** Of a whole test: on a slow machine with another test beside it 25 rounds take five minutes and more. */
export const ROUNDS_MS = 900_000;

/**
 * So many rounds on one data directory: start, check what the rounds before left, work, kill. At the end the
 * answers must be those of a warehouse made anew from the log.
 */
export async function runRounds(rounds: number, offset: number, kill: Killer): Promise<Tally> {
  await ensureBuilt();
  const installation = await makeInstallation();
  try {
    const app = await installation.open();
    const credentials = await setUp(app);
    await app.close();
    const series = new Series(installation, credentials, offset);
    for (let round = 0; round < rounds; round++) await series.round(round, kill);
    await series.end();
    await compareWithRebuild(installation);
    return series.tally;
  } finally {
    installation.remove();
  }
}

class Series {
  readonly tally: Tally = {
    rounds: 0,
    receipts: 0,
    unanswered: 0,
    unansweredKept: 0,
    killedJobs: 0,
    importsInFlight: 0,
    points: {},
  };
  readonly #installation: Installation;
  readonly #credentials: Credentials;
  readonly #offset: number;
  readonly #receipts: Receipt[] = [];
  readonly #jobs: string[] = [];
  readonly #killedJobs: string[] = [];
  #last: Journal = { deliveries: [], jobs: [] };

  constructor(installation: Installation, credentials: Credentials, offset: number) {
    this.#installation = installation;
    this.#credentials = credentials;
    this.#offset = offset;
  }

  async round(round: number, kill: Killer): Promise<void> {
    const random = randomSource(seed + this.#offset + round);
    const hostPause = 0.01 + random() * 0.08;
    const server = await startCrashServer(this.#installation, hostPause);
    const late = setTimeout(() => server.kill(), ENOUGH_MS);
    try {
      const client = await this.#check(server);
      expect(server.dead, server.output()).toBe(false);
      const work = client.work(deliveriesOf(round, seed + this.#offset), hostPause);
      [this.#last] = await Promise.all([work, kill(server, random, round)]);
      this.#died(server);
    } finally {
      clearTimeout(late);
      server.kill();
      await server.ended;
    }
  }

  /** One more start, which must find everything and end in order. */
  async end(): Promise<void> {
    const server = await startCrashServer(this.#installation, 0.01);
    try {
      const client = await this.#check(server);
      await this.#inspect(client);
      await Promise.race([server.stop(), pause(ENOUGH_MS, null, { ref: false })]);
      expect(server.dead, 'the server did not stop').toBe(true);
    } finally {
      server.kill();
      await server.ended;
    }
  }

  /** Everything acknowledged so far is there; then what was not acknowledged is sent again. */
  async #check(server: CrashServer): Promise<Client> {
    // Made anew, a warehouse would hide what the crash did to it.
    expect(server.output()).not.toMatch(/rebuilt|FAILURE/);
    const client = new Client(server, this.#credentials);
    await this.#inspect(client);
    await sendAgain(client, this.#last.deliveries);
    for (const { receipt } of this.#last.deliveries) if (receipt) this.#note(receipt);
    this.#last = { deliveries: [], jobs: [] };
    this.tally.receipts = this.#receipts.length;
    return client;
  }

  #inspect(client: Client): Promise<void> {
    const { dataDir } = this.#installation;
    return inspect(client, {
      dataDir,
      receipts: this.#receipts,
      jobs: this.#jobs,
      killedJobs: this.#killedJobs,
    });
  }

  #note(receipt: Receipt): void {
    if (!this.#receipts.some(({ scanId }) => scanId === receipt.scanId)) this.#receipts.push(receipt);
  }

  /** What the client and the store know at the server's death. */
  #died(server: CrashServer): void {
    expect(server.output()).not.toMatch(/FAILURE/);
    const { deliveries, jobs } = this.#last;
    const point = /KILLED (.*)/.exec(server.output())?.[1] ?? 'at an instant';
    for (const { receipt } of deliveries) if (receipt) this.#note(receipt);
    this.#jobs.push(...jobs);
    const before = new Set(this.#receipts.map(({ scanId }) => scanId));
    const { running, kept } = lookAtCopy(this.#installation.dataDir, (store) => ({
      running: store.runningJobs(),
      kept: store.received().filter(({ scanId, jobId }) => jobId === null && !before.has(scanId)).length,
    }));
    this.#killedJobs.push(...running);
    const unanswered = deliveries.filter(({ receipt }) => receipt === null);
    this.tally.rounds += 1;
    this.tally.unanswered += unanswered.length;
    this.tally.unansweredKept += kept;
    this.tally.killedJobs += running.length;
    this.tally.importsInFlight += unanswered.filter(
      ({ kind, inFlight }) => kind === 'import' && inFlight,
    ).length;
    this.tally.points[point] = (this.tally.points[point] ?? 0) + 1;
  }
}

/** What was applied across all crashes answers like a warehouse that never saw one. */
async function compareWithRebuild(installation: Installation): Promise<void> {
  const app = await installation.open();
  try {
    const moment = { asOf: new Date(app.clock()).toISOString(), knownAt: await app.warehouse.catchUp() };
    const before = await readAll(app, moment, 5);
    expect(await app.warehouse.rebuild()).toBe(moment.knownAt);
    expect(await readAll(app, moment, 5)).toEqual(before);
  } finally {
    await app.close();
  }
}
