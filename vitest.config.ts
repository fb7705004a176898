import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** The only file that puts something else in the place of modules, which no other file may meet. */
const ROLES = 'tests/integration/role-matrix.test.ts';

/** Files of more than a minute, the longest first: begun last, one of them would keep one core waiting for the other. */
const slowest = [
  'demo-drive',
  'role-matrix',
  'warehouse-arrival',
  'integrity-rebuild',
  'crash-counted-commits',
  'crash-random-instants',
  'warehouse-recovery',
];
/** Many short files last: they fill both cores to the end. */
const projectOrder = ['integration-roles', 'integration', 'contract', 'unit'];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byLength = await super.sort(files);
    return byLength.toSorted((a, b) => turnOf(a) - turnOf(b));
  }
}

function turnOf({ moduleId, project }: TestSpecification): number {
  const slow = slowest.findIndex((name) => moduleId.endsWith(`/tests/integration/${name}.test.ts`));
  return slow === -1 ? slowest.length + projectOrder.indexOf(project.name) : slow;
}

const project = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: testTimeout, environment: 'node' as const },
});

/** Files of a worker share the modules they load, which takes longer than most of these tests. */
const sharing = (...[name, include, testTimeout]: Parameters<typeof project>) => {
  const { test } = project(name, include, testTimeout);
  return { test: { ...test, exclude: [ROLES], isolate: false } };
};

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      sharing('unit', ['src/**/*.test.ts', 'scanners/**/*.test.ts', 'scripts/**/*.test.ts'], 60_000),
      sharing('contract', ['tests/contract/**/*.test.ts'], 60_000),
      sharing('integration', ['tests/integration/**/*.test.ts'], 300_000),
      project('integration-roles', [ROLES], 300_000),
      project('lab', ['tests/lab/**/*.test.ts'], 600_000),
    ],
  },
});
