import { describe, expect, it } from 'vitest';
import { networkSchema, sshSchema } from './schemas.ts';

describe('the scan forms', () => {
  it('takes targets parted by spaces, commas and lines', () => {
    expect(networkSchema.parse({ targets: ' 10.0.0.0/24,\n10.0.1.7 ' }).targets).toEqual([
      '10.0.0.0/24',
      '10.0.1.7',
    ]);
  });
  it('refuses no target and a target that looks like an option', () => {
    expect(networkSchema.safeParse({ targets: ' , ' }).success).toBe(false);
    expect(networkSchema.safeParse({ targets: '10.0.0.1 -oN/tmp/x' }).success).toBe(false);
  });
  it('needs an account and a port in range for SSH', () => {
    const filled = { targets: 'web-1', user: 'scanner' };
    expect(sshSchema.parse(filled).port).toBe(22);
    expect(sshSchema.safeParse({ ...filled, user: ' ' }).success).toBe(false);
    expect(sshSchema.safeParse({ ...filled, port: 70_000 }).success).toBe(false);
  });
});
