import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** True when no nmap is in the PATH of this server. */
export function isNmapMissing(path = ''): boolean {
  return !path.split(delimiter).some((dir) => dir !== '' && isExecutable(join(dir, 'nmap')));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Absent here: the next directory of the PATH may have it.
    return false;
  }
}
