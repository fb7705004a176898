import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

const MAX_TARGETS = 4096;

/** The targets in a text: parted by spaces, commas or line ends. */
export function splitTargets(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

const targets = z
  .string()
  .max(200_000)
  .default('')
  .refine((text) => splitTargets(text).length > 0, 'Name at least one.')
  .refine((text) => splitTargets(text).length <= MAX_TARGETS, `At most ${MAX_TARGETS} at once.`);

export const networkSchema = z.object({ targets });

export const sshSchema = z
  .object({
    targets,
    user: z.string().trim().max(64).default(''),
    port: z.number().int().min(1, 'From 1 to 65535.').max(65_535, 'From 1 to 65535.').default(22),
    credential: z.string().default(''),
    key: z.instanceof(File).optional(),
    hostKeys: z.string().max(100_000).default(''),
  })
  .refine(({ user, credential }) => user !== '' || credential !== '', {
    message: 'Name the account to log in with, or choose a saved key.',
    path: ['user'],
  });

export type NetworkForm = SuperValidated<z.infer<typeof networkSchema>, Failure>;
export type SshForm = SuperValidated<z.infer<typeof sshSchema>, Failure>;
