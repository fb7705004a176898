import { z } from 'zod';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { applyNetwork } from './apply-network.ts';
import { applyScan } from './apply-scan.ts';
import type { AppliedEvent, Evidence } from './evidence.ts';
import type { LastScans } from './last-scans.ts';
import type { Writer } from './writer.ts';

export interface Applying {
  readonly writer: Writer;
  readonly evidence: Evidence;
  /** Policies known so far; `policy.published` adds to it. */
  readonly policies: PolicyVersion[];
  readonly lastScans: LastScans;
}

type Handler = (applying: Applying, event: AppliedEvent) => Promise<void>;

const scanBody = z.object({
  assetId: z.string(),
  artifact: z.string().regex(/^[0-9a-f]{64}$/),
  jobId: z.string().nullable(),
});

const networkBody = z.object({
  artifact: z.string().regex(/^[0-9a-f]{64}$/),
  jobId: z.string().nullable(),
  hosts: z.array(z.object({ address: z.string(), assetId: z.string() })),
});

const assetBody = z.object({ assetId: z.string(), unit: z.string(), firstName: z.string() });

/** The beginning of time for a decision that holds for all of an asset's history. */
const ALWAYS = 0;

/** Events that change the warehouse. All others concern the store only. */
const handlers: Readonly<Record<string, Handler>> = {
  'policy.published': async ({ writer, policies }, event) => {
    const policy = event.body as PolicyVersion;
    policies.push(policy);
    await writer.run('insert-policy', {
      version: policy.version,
      effective_from: new Date(policy.effectiveFromAt).toISOString(),
      zone: policy.zone,
      document: JSON.stringify(policy),
      seq: event.seq,
    });
  },
  'asset.created': async ({ writer }, event) => {
    const { assetId, unit, firstName } = assetBody.parse(event.body);
    await writer.append('asset', [{ asset_id: assetId, first_name: firstName, opened_seq: event.seq }]);
    await writer.append('asset_decided', [
      { asset_id: assetId, unit, valid_from: ALWAYS, opened_seq: event.seq },
    ]);
  },
  'scan.received': async (applying, event) => {
    await applyScan(applying, { event, ...scanBody.parse(event.body) });
  },
  'network.received': async (applying, event) => {
    await applyNetwork(applying, { event, ...networkBody.parse(event.body) });
  },
};

/** Apply one event; the caller holds the transaction. */
export async function applyEvent(applying: Applying, event: AppliedEvent): Promise<void> {
  await handlers[event.kind]?.(applying, event);
}
