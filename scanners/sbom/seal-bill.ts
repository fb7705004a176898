import { z } from 'zod';
import { isSchemeName } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { sealEnvelope } from '../envelope.ts';
import type { CollectedSection, Envelope } from '../envelope.ts';
import { packageLines } from '../inventory/section-rows.ts';
import type { BillOfMaterials } from './bill.ts';
import { billPackages } from './bill-packages.ts';

const text = z.string().max(1_000);

/** The section `host` of a sealed bill of materials. */
export const billHostSchema = z.strictObject({
  name: text,
  os: z
    .strictObject({ id: text, versionId: text.nullable(), codename: text.nullable(), name: text })
    .nullable(),
  scheme: z.custom<VersionScheme>((value) => typeof value === 'string' && isSchemeName(value)).nullable(),
  /** Why the list may lack components; null = it is complete. */
  partial: text.nullable(),
  left: z.array(z.strictObject({ reason: text, n: z.number().int() })),
});

export interface SealedBill {
  readonly envelope: Envelope;
  /** Installed packages that it lists. */
  readonly packages: number;
}

/**
 * Seals what a bill of materials lists as a scan of what it describes, at the instant at which the bill was made. null
 * where it lists no package that feeds could judge.
 * @param receivedAt UTC ms: the instant of a bill that names none
 */
export function sealBill(bill: BillOfMaterials, receivedAt: number): SealedBill | null {
  const { packages, os, scheme, left } = billPackages(bill.components);
  if (packages.length === 0) return null;
  const at = bill.madeAt === null ? receivedAt : Date.parse(bill.madeAt);
  const host: z.infer<typeof billHostSchema> = {
    name: bill.name,
    os: os && { id: os.id, versionId: os.versionId, codename: os.codename, name: os.prettyName },
    scheme,
    partial: bill.partial,
    left: [...left],
  };
  const envelope = sealEnvelope({
    scanner: 'import',
    build: bill.tool,
    method: 'credentialed',
    family: 'sbom',
    target: { host: bill.name, port: null, address: null },
    profile: 'sbom',
    startedAt: at,
    finishedAt: at,
    outcome: bill.partial === null ? 'complete' : 'partial',
    failure: null,
    hostKey: null,
    sections: [
      section('host', `${JSON.stringify(host, null, 1)}\n`),
      section('packages', packageLines(packages)),
    ],
  });
  return { envelope, packages: packages.length };
}

function section(name: string, content: string): CollectedSection {
  return {
    name,
    content: Buffer.from(content, 'utf8'),
    exitCode: 0,
    durationMs: 0,
    truncated: false,
    timedOut: false,
  };
}
