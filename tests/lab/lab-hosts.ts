import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Envelope } from '#scanners/envelope.ts';
import { scanners } from '#scanners/index.ts';
import type { ScanRequest } from '#scanners/scanner.ts';

const inventorySchema = z.object({
  hosts: z.array(z.object({ name: z.string(), ip: z.string(), up: z.boolean() })),
  user_scan: z.string(),
  key_scan: z.string(),
  key_wrong: z.string(),
  known_hosts: z.string(),
});

export type Lab = z.infer<typeof inventorySchema>;

/** The running lab, or null when LAB_DIR names none: lab tests are then skipped. */
export function readLab(): Lab | null {
  const folder = process.env['LAB_DIR'];
  if (!folder) return null;
  try {
    return inventorySchema.parse(JSON.parse(readFileSync(join(folder, 'inventory.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** Scans a host of the lab as its unprivileged user; `change` overrides parts of the request. */
export function scanLabHost(lab: Lab, name: string, change: Partial<ScanRequest> = {}): Promise<Envelope> {
  const host = lab.hosts.find((entry) => entry.name === name);
  if (!host) throw new Error(`the lab has no host ${name}`);
  return scanners.ssh.collect({
    target: scanners.ssh.parseTarget(host.ip),
    profile: 'default',
    credentials: {
      user: lab.user_scan,
      auth: { kind: 'key', privateKey: readFileSync(lab.key_scan, 'utf8') },
    },
    trust: { knownHosts: [readFileSync(lab.known_hosts, 'utf8')], pinned: [] },
    now: Date.now,
    ...change,
  });
}
