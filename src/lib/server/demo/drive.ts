import { AppError } from '#core/errors.ts';
import type { Envelope } from '#scanners/envelope.ts';
import type { App } from '../app.ts';
import { localOperator } from '../auth/viewer.ts';
import { receiveFeed } from '../feeds/receive-feed.ts';
import { receiveAdvisories } from '../imports/receive-advisories.ts';
import { decideAssets } from '../inventory/decide-assets.ts';
import { defineGroup } from '../inventory/define-group.ts';
import { defineUnit } from '../inventory/define-unit.ts';
import { publishPolicy } from '../policy/publish-policy.ts';
import { receiveEnvelopes } from '../scans/receive-envelope.ts';
import { createGovernance } from './act-governance.ts';
import { addDemoPerson } from './add-demo-person.ts';
import { beginDemoAudit } from './begin-demo-audit.ts';
import { createDebianWriter } from './debian-scan.ts';
import { inventoryScan } from './inventory-scan.ts';
import { networkScan } from './network-scan.ts';
import type { DemoDecision } from './simulate-decisions.ts';
import type { DemoDay, DemoStep } from './simulate-demo.ts';
import type { DemoNetworkScan } from './network-scan.ts';
import type { DemoScan } from './simulate-host.ts';
import { HOUR } from './simulate-estate.ts';

/** The clock that the installation reads while the demo is driven, UTC ms. */
export interface DemoClock {
  now: number;
}

export interface DriveOptions {
  readonly clock: DemoClock;
  /** Of all accounts. */
  readonly password: string;
  /** Batches are the way for many; one by one is how single collectors come. Both say the same in the end. */
  readonly handIn?: 'batches' | 'one by one';
  readonly onDay: (dayAt: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Envelopes received before the warehouse catches up: as many as it applies in one transaction. */
const APPLIED_TOGETHER = 250;
/** Scans of this long are handed in together, as collectors do that report every few hours. */
const HANDED_IN = 6 * HOUR;

/**
 * Hands every step to the use case that a person or a collector would reach, with the clock at its instant.
 * @throws AppError CANCELLED between two days
 */
export async function driveDemo(app: App, days: Iterable<DemoDay>, options: DriveOptions): Promise<void> {
  const { clock, password, onDay, signal } = options;
  const intake = createIntake(app, { clock, isSingle: options.handIn === 'one by one' });
  const govern = createGovernance(app);
  for (const { dayAt, steps } of days) {
    if (signal?.aborted) throw cancelled();
    for (const step of steps) {
      if (step.kind === 'scan') intake.take(step.at, intake.write(step.scan), [step.scan.host.name]);
      else if (step.kind === 'network') intake.take(step.at, networkScan(step.scan), namesOf(step.scan));
      else {
        await intake.handIn();
        clock.now = Math.max(clock.now, Math.floor(step.at));
        await act(app, step, { intake, password, govern });
      }
    }
    await intake.handIn();
    onDay(dayAt);
  }
  await app.warehouse.catchUp();
}

interface Intake {
  /** A scan of one host as the envelope its collector would seal. */
  write(scan: DemoScan): Envelope;
  /** Keeps an envelope until the next ones are handed in. `names` = hosts in the order of the receipt's assets. */
  take(at: number, envelope: Envelope, names: readonly string[]): void;
  handIn(): Promise<void>;
  assetId(name: string): string | undefined;
}

interface Held {
  readonly at: number;
  readonly envelope: Envelope;
  readonly names: readonly string[];
}

function createIntake(
  app: App,
  { clock, isSingle }: { readonly clock: DemoClock; readonly isSingle: boolean },
): Intake {
  const assetIds = new Map<string, string>();
  const writeDebian = createDebianWriter();
  let held: Held[] = [];
  let unapplied = 0;
  const handInBatch = (batch: readonly Held[]) => {
    clock.now = Math.max(clock.now, Math.floor(batch.at(-1)?.at ?? 0));
    const envelopes = batch.map(({ envelope }) => envelope);
    const receipts = receiveEnvelopes(app, localOperator, envelopes, { jobId: null, own: false });
    receipts.forEach(({ assets }, index) => {
      batch[index]?.names.forEach((name, at) => assetIds.set(name, assets[at] ?? ''));
    });
    unapplied += batch.length;
  };
  return {
    write: (scan) => (isDebian(scan) ? writeDebian(scan) : inventoryScan(scan)),
    take: (at, envelope, names) => void held.push({ at, envelope, names }),
    handIn: async () => {
      const batches = isSingle ? held.map((one) => [one]) : inBatches(held);
      for (const batch of batches) {
        handInBatch(batch);
        if (isSingle) await app.warehouse.catchUp();
      }
      held = [];
      if (unapplied < APPLIED_TOGETHER) return;
      await app.warehouse.catchUp();
      unapplied = 0;
    },
    assetId: (name) => assetIds.get(name),
  };
}

function inBatches(held: readonly Held[]): Held[][] {
  return [...Map.groupBy(held, ({ at }) => Math.floor(at / HANDED_IN)).values()];
}

function isDebian({ host }: DemoScan): boolean {
  return host.kind.platform === 'debian' || host.kind.platform === 'ubuntu';
}

function namesOf({ hosts }: DemoNetworkScan): string[] {
  return hosts.map(({ name }) => name);
}

interface Acting {
  readonly intake: Intake;
  readonly password: string;
  readonly govern: ReturnType<typeof createGovernance>;
}

/** What a person does, or a vendor's document says. */
async function act(
  app: App,
  step: Exclude<DemoStep, { readonly kind: 'scan' | 'network' }>,
  { intake, password, govern }: Acting,
): Promise<unknown> {
  if (step.kind === 'advisories') return receiveAdvisories(app, localOperator, step.document);
  if (step.kind === 'feed') return takeFeed(app, step);
  if (step.kind === 'decision') return decide(app, step.decision, intake);
  if (step.kind === 'person') return addDemoPerson(app, localOperator, { person: step.person, password });
  if (step.kind === 'governance') return govern(step.step);
  if (step.kind === 'unit') return defineUnit(app, localOperator, step.unit);
  if (step.kind === 'audit') return beginDemoAudit(app, step);
  if (step.kind === 'policy') return publishPolicy(app, localOperator, step.policy);
  return defineGroup(app, localOperator, { ...step.group, position: step.position });
}

function takeFeed(app: App, { fileName, content }: Extract<DemoStep, { readonly kind: 'feed' }>) {
  const bytes = Buffer.from(content, 'utf8');
  return receiveFeed(app, localOperator, {
    content: bytes,
    fileName,
    feed: null,
    mode: 'keep',
    origin: null,
  });
}

async function decide(app: App, decision: DemoDecision, intake: Intake): Promise<void> {
  const assetIds = decision.hosts.flatMap((name) => intake.assetId(name) ?? []);
  if (assetIds.length === 0) return;
  // An asset can be decided once the warehouse knows it.
  await app.warehouse.catchUp();
  const effectiveFrom = new Date(decision.effectiveFromAt).toISOString();
  await decideAssets(app, localOperator, { assetIds, effectiveFrom, decisions: decision.decisions });
}

function cancelled(): AppError {
  return new AppError({
    code: 'CANCELLED',
    message: 'The demo was interrupted before it was complete.',
    remedy: 'Delete its directory, then start again.',
    exitCode: 3,
  });
}
