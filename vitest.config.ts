import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: testTimeout, environment: 'node' as const },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['src/**/*.test.ts', 'scanners/**/*.test.ts', 'scripts/**/*.test.ts'], 60_000),
      project('contract', ['tests/contract/**/*.test.ts'], 60_000),
      project('integration', ['tests/integration/**/*.test.ts'], 300_000),
      project('lab', ['tests/lab/**/*.test.ts'], 600_000),
    ],
  },
});
