import { z } from 'zod';
import { scanners } from '#scanners/index.ts';

export const scannerNames = Object.keys(scanners) as (keyof typeof scanners)[];

/** What a scan job is told; stored with the job, so no secret may stand in it. */
export const scanParams = z.object({
  scanner: z.enum(scannerNames),
  targets: z.array(z.string().min(1).max(260)).min(1).max(65_536),
  profile: z.string().min(1).max(40),
  /** Name of a stored credential, for ssh. */
  credential: z.string().nullable(),
  /** Account to log in with through the server's SSH agent, when no credential is named. */
  user: z.string().nullable(),
});

export type ScanParams = z.infer<typeof scanParams>;

/** Progress of a scan job, as pages draw it. */
export interface ScanJobProgress {
  readonly done: number;
  readonly total: number;
  /** What is being done now, for one host at a time. */
  readonly step: string | null;
}
