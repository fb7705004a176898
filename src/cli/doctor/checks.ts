import type { Check } from './check.ts';
import { checkPackageLists } from './package-lists.ts';
import { checkBuild, checkNmap, checkNode } from './programs.ts';
import { checkDataDir, checkDiskSpace, checkKeyFile, checkLock } from './storage.ts';

/** What `patchproof doctor` looks at, in this order. */
export const checks = {
  node: checkNode,
  build: checkBuild,
  nmap: checkNmap,
  'data-directory': checkDataDir,
  lock: checkLock,
  'key-file': checkKeyFile,
  'disk-space': checkDiskSpace,
  'package-lists': checkPackageLists,
} as const satisfies Record<string, Check>;
