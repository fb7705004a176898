import { changelogs } from './changelogs.ts';
import { cisaKev } from './cisa-kev.ts';
import { cveList } from './cve-list.ts';
import { endoflife } from './endoflife.ts';
import { epss } from './epss.ts';
import { alpineSecdb } from './alpine-secdb.ts';
import { arch } from './arch.ts';
import { debianAnnouncements } from './debian-announcements.ts';
import { debianCveList } from './debian-cve-list.ts';
import { debianTracker } from './debian-tracker.ts';
import { freebsdVuxml } from './freebsd-vuxml.ts';
import { osv } from './osv.ts';
import { ubuntuNotices } from './ubuntu-notices.ts';
import { ubuntuOsv } from './ubuntu-osv.ts';
import { ubuntuVex } from './ubuntu-vex.ts';
import { almalinux } from './almalinux.ts';
import type { Feed } from './feed.ts';
import { msrc } from './msrc.ts';
import { oracle } from './oracle.ts';
import { redhatAdvisories } from './redhat-advisories.ts';
import { redhatRepositories } from './redhat-repositories.ts';
import { redhatVex } from './redhat-vex.ts';
import { rocky } from './rocky.ts';
import { suseCsaf } from './suse-csaf.ts';
import { suseVex } from './suse-vex.ts';
import { updateinfo } from './updateinfo.ts';
import { nvd } from './nvd.ts';

/** Registry of feeds: what vendors and public bodies publish. */
export const feeds = {
  'debian-tracker': debianTracker,
  'debian-announcements': debianAnnouncements,
  'debian-cve-list': debianCveList,
  'ubuntu-osv': ubuntuOsv,
  'ubuntu-vex': ubuntuVex,
  'ubuntu-notices': ubuntuNotices,
  'alpine-secdb': alpineSecdb,
  arch,
  'freebsd-vuxml': freebsdVuxml,
  osv,
  'cisa-kev': cisaKev,
  epss,
  nvd,
  'cve-list': cveList,
  endoflife,
  changelogs,
  'redhat-vex': redhatVex,
  'redhat-advisories': redhatAdvisories,
  'redhat-repositories': redhatRepositories,
  almalinux,
  rocky,
  oracle,
  updateinfo,
  'suse-vex': suseVex,
  'suse-csaf': suseCsaf,
  msrc,
} as const satisfies Record<string, Feed>;

export type FeedName = keyof typeof feeds;

/** Narrows a text from a form or the command line to a registered feed. */
export function isFeedName(name: string): name is FeedName {
  return Object.hasOwn(feeds, name);
}
