import { z } from 'zod';

export const mailSchema = z.object({
  host: z.string().trim().min(1, 'Name the mail server.').max(253),
  port: z.number().int().min(1).max(65_535).default(587),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  sender: z.string().trim().min(1, 'Give the address mail comes from.').max(254),
  user: z.string().trim().max(254).default(''),
  password: z.string().max(1024).default(''),
});

export const ssoSchema = z.object({
  issuer: z.string().trim().min(1, 'Give the address of the provider.').max(500),
  clientId: z.string().trim().min(1, 'Give the client id.').max(500),
  clientSecret: z.string().max(2000).default(''),
  trustedFactors: z.string().max(500).default(''),
  roleClaim: z.string().trim().max(200).default(''),
  roleMap: z.string().max(10_000).default(''),
});
