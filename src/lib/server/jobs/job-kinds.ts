import type { JobContext } from './job-runner.ts';
import { runScan } from './run-scan.ts';

/** Every kind of background work: name → what runs. Adding one = one file and one line. */
export const jobKinds = {
  scan: runScan,
} as const satisfies Record<string, (context: JobContext) => Promise<void>>;

export type JobKind = keyof typeof jobKinds;

export function isJobKind(kind: string): kind is JobKind {
  return Object.hasOwn(jobKinds, kind);
}
