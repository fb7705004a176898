import { describe, expect, it } from 'vitest';
import { networkSchema, splitTargets, sshSchema } from './schemas.ts';

describe('the scan forms', () => {
  it('take targets parted by spaces, commas and lines', () => {
    expect(splitTargets(' 10.0.0.0/24,\n10.0.1.7 ')).toEqual(['10.0.0.0/24', '10.0.1.7']);
  });
  it('refuse no target', () => {
    expect(networkSchema.safeParse({ targets: '10.0.0.1' }).success).toBe(true);
    expect(networkSchema.safeParse({ targets: ' , ' }).success).toBe(false);
  });
  it('need an account or a saved key for SSH, and a port in range', () => {
    const filled = { targets: 'web-1', user: 'scanner' };
    expect(sshSchema.parse(filled).port).toBe(22);
    expect(sshSchema.safeParse({ ...filled, user: ' ' }).success).toBe(false);
    expect(sshSchema.safeParse({ ...filled, user: '', credential: 'linux-2026' }).success).toBe(true);
    expect(sshSchema.safeParse({ ...filled, port: 70_000 }).success).toBe(false);
  });
});
