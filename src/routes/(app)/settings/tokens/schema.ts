import { z } from 'zod';

export const tokenSchema = z.object({
  name: z.string().trim().min(1, 'Name what the token is for.').max(100),
  kind: z.enum(['user', 'scan']).default('user'),
  scopes: z
    .array(z.enum(['read', 'scan', 'import', 'submit']))
    .min(1, 'Choose at least one.')
    .default(['read']),
  days: z.number().int().min(1, 'At least 1 day.').max(365, 'At most 365 days.').default(90),
  cidrs: z.string().trim().max(500).default(''),
  scanner: z.string().trim().max(100).default(''),
});
