import type { AdviceKey } from './advice-key.ts';
import { debianCodename } from './debian-codename.ts';
import { readPlatform } from './platform.ts';

const BACKPORT = /^(.+)(~bpo(\d{1,2}))(?:[+.~].*)?$/;

/** What an installed version is judged as: its own release's, or of a backport what it was built from. */
export interface JudgedAs {
  readonly key: AdviceKey;
  /** What makes a version of that release one of the backport's: the lowest build of it; '' = it is no backport. */
  readonly mark: string;
}

/**
 * A backport (`1.2-3~bpo12+1`) is the version of the next release built for this one (backports.debian.org, "Rules for
 * uploads"). The tracker says nothing of it in the release that it is installed on, where its number is above every fix:
 * it is judged by the release that it comes from, in that version.
 */
export function judgedAs(key: AdviceKey): JudgedAs {
  const [, version = '', mark = '', number = ''] = BACKPORT.exec(key.version) ?? [];
  const codename = number === '' ? null : debianCodename(String(Number(number) + 1));
  const { ecosystem, entitlements } = readPlatform(key.platform);
  if (ecosystem !== 'debian' || codename === null) return { key, mark: '' };
  const platform = [`debian/${codename}`, ...entitlements].join('+');
  return { key: { ...key, platform, version }, mark };
}
