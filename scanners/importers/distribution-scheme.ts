import type { VersionScheme } from '#core/version/compare.ts';

const DEB = /\b(?:Debian|Ubuntu|Kali|Raspbian|DSA-|DLA-|USN-|LSN-)/i;
const RPM =
  /\b(?:Red ?Hat|RHEL|CentOS|AlmaLinux|Alma Linux|Rocky|Oracle ?Linux|Fedora|Amazon Linux|SUSE|openSUSE|Mageia|EulerOS|Photon|RH[SBE]A-|AL[SB]A-|RL[SB]A-|EL[SB]A-|ALAS)/i;

/** How versions of packages are ordered, by the distribution that a title or system name speaks of; null = it does not. */
export function schemeOfDistribution(text: string): VersionScheme | null {
  if (DEB.test(text)) return 'deb';
  return RPM.test(text) ? 'rpm' : null;
}
