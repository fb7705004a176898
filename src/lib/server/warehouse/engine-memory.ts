const MIB = 1024 * 1024;
const LEAST_MIB = 256;
const MOST_MIB = 2048;

/**
 * What the engine may hold before it uses the disk: a quarter of what the process may have, so that an import and the
 * pages fit beside it.
 * @param totalBytes memory of the machine
 * @param constrainedBytes what the process is limited to; 0 or more than the machine has where it is not
 */
export function engineMemory(totalBytes: number, constrainedBytes: number): string {
  const bytes = constrainedBytes > 0 ? Math.min(totalBytes, constrainedBytes) : totalBytes;
  const quarter = Math.floor(bytes / 4 / MIB);
  return `${Math.min(MOST_MIB, Math.max(LEAST_MIB, quarter))}MiB`;
}
