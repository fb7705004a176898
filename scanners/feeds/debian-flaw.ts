import { createHash } from 'node:crypto';

/** Ids of the Security Tracker: CVEs, and names of its own for flaws that have none yet. */
export function isDebianFlaw(text: string): boolean {
  return /^(?:CVE-\d{4}-\d{4,19}|TEMP-\d{7,12}-[0-9A-F]{6})$/.test(text);
}

/**
 * The name that the tracker makes for a flaw without a CVE: its bug, and the start of an MD5 of its description
 * (security-tracker, lib/python/bugs.py, temp_bug_name). It changes when the description does.
 * @param bug number in Debian's bug tracker; 0 = none
 */
export function temporaryFlaw(bug: number, description: string): string {
  const digest = createHash('md5').update(description, 'utf8').digest('hex').slice(0, 6).toUpperCase();
  return `TEMP-${String(bug).padStart(7, '0')}-${digest}`;
}
