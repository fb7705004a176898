import { z } from 'zod';

const MAX_TARGETS = 4096;

/** Text with one or more targets, parted by spaces, commas or line ends. */
const targets = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((list) => list.length > 0, 'Name at least one.')
  .refine((list) => list.length <= MAX_TARGETS, `At most ${MAX_TARGETS} at once.`)
  .refine((list) => list.every((target) => !target.startsWith('-')), 'A target cannot start with a hyphen.');

export const localSchema = z.object({});

export const networkSchema = z.object({ targets });

export const sshSchema = z.object({
  targets,
  user: z.string().trim().min(1, 'Name the account to log in with.').max(64),
  port: z.number().int().min(1).max(65_535).default(22),
  credential: z.string().default(''),
  key: z.instanceof(File).optional(),
  hostKeys: z.string().max(100_000).default(''),
});
