import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const rootDir = join(import.meta.dirname, '../..');

test('the guide shows the permissions as the code has them', () => {
  const args = [join(rootDir, 'scripts/permissions-generate.ts'), '--check'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
