import type { InstallRecord } from '#core/inventory/observation.ts';
import { localInstant } from '#core/sla/calendar.ts';
import { eachLine, type ProblemList, type SectionText } from './section-lines.ts';

/** `YYYY-MM-DD HH:MM:SS` has 19 characters. */
const STAMP = 19;

/**
 * Install and removal records of dpkg's log, oldest first. `status installed` is also written after mere
 * trigger runs, so it counts only after an `install` or `upgrade` of that package to that version.
 * The log has local times without a zone; where a clock hour happened twice, the later instant is taken.
 */
export function parseLog(
  { section, text }: SectionText,
  zone: string,
  problems: ProblemList,
): InstallRecord[] {
  const records: InstallRecord[] = [];
  const begun = new Map<string, string>();
  const unpacked = new Map<string, number>();
  const instantOf = rememberMinutes(zone);
  eachLine(text, (line, number) => {
    if (line.startsWith('unseen\t')) return;
    const words = line.slice(STAMP + 1).split(' ');
    const [verb, first = '', second = '', third = ''] = words;
    if (verb === 'install' || verb === 'upgrade') {
      if (third === '') return problems.unreadable(section, number);
      begun.set(first, third);
      unpacked.delete(first);
    } else if (verb === 'status' && first === 'unpacked') {
      // Written again at configuring; the first one of the version is when its files came.
      const isFirst = begun.get(second) === third && !unpacked.has(second);
      const at = isFirst ? instantOf(line.slice(0, STAMP)) : null;
      if (at !== null) unpacked.set(second, at);
    } else if (verb === 'status') {
      const version = first === 'installed' ? third : null;
      if (version !== null && begun.get(second) !== version) return;
      begun.delete(second);
      const colon = second.indexOf(':');
      const at = instantOf(line.slice(0, STAMP));
      if (colon < 1 || at === null) return problems.unreadable(section, number);
      const pkg = { name: second.slice(0, colon), arch: second.slice(colon + 1) };
      records.push({ ...pkg, version, at, ...unpackedOf(unpacked.get(second), version) });
    } else problems.unreadable(section, number);
  });
  return records;
}

function unpackedOf(
  unpackedAt: number | undefined,
  version: string | null,
): Pick<InstallRecord, 'unpackedAt'> {
  return version === null || unpackedAt === undefined ? {} : { unpackedAt };
}

/** Zone arithmetic is dear and an upgrade writes many lines a minute; no zone changes within a minute. */
function rememberMinutes(zone: string): (stamp: string) => number | null {
  let minute = '';
  let minuteAt: number | null = null;
  return (stamp) => {
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(stamp)) return null;
    if (stamp.slice(0, 16) !== minute) {
      minute = stamp.slice(0, 16);
      const [year, month, day, hour, min] = minute.split(/[- :]/).map(Number);
      const parts = {
        year: year ?? 0,
        month: month ?? 0,
        day: day ?? 0,
        hour: hour ?? 0,
        minute: min ?? 0,
        second: 0,
      };
      minuteAt = isCalendarMinute(parts) ? localInstant(parts, zone, 'later') : null;
    }
    return minuteAt === null ? null : minuteAt + Number(stamp.slice(17)) * 1000;
  };
}

function isCalendarMinute({
  year,
  month,
  day,
  hour,
  minute,
}: {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60
  );
}
