import type { VersionScheme } from '#core/version/compare.ts';
import { isNoticeId, isUpdateId } from '#core/version/windows-update.ts';

const REPEAT: Record<VersionScheme, (installed: string, fixed: string) => string> = {
  deb: (installed, fixed) => `dpkg --compare-versions ${quoted(installed)} lt ${quoted(fixed)}`,
  rpm: (installed, fixed) => `rpm --eval '%{lua:print(rpm.vercmp("${plain(installed)}","${plain(fixed)}"))}'`,
  apk: (installed, fixed) => `apk version -t ${quoted(installed)} ${quoted(fixed)}`,
  pacman: (installed, fixed) => `vercmp ${quoted(installed)} ${quoted(fixed)}`,
  freebsd: (installed, fixed) => `pkg version -t ${quoted(installed)} ${quoted(fixed)}`,
  windows: (installed, fixed) => {
    if (isNoticeId(fixed)) return `https://msrc.microsoft.com/update-guide/vulnerability/${fixed}`;
    if (isUpdateId(fixed)) return `Get-HotFix -Id ${fixed}`;
    return `[version]'${plain(installed)}' -lt [version]'${plain(fixed)}'`;
  },
  semver: (installed, fixed) => `npx semver ${quoted(installed)} ${quoted(fixed)}`,
  pep440: (installed, fixed) =>
    `python3 -c 'import sys; from packaging.version import Version as V; print(V(sys.argv[1]) < V(sys.argv[2]))' ${quoted(installed)} ${quoted(fixed)}`,
  maven: (installed, fixed) => `java -jar maven-artifact.jar ${quoted(installed)} ${quoted(fixed)}`,
  gem: (installed, fixed) =>
    `ruby -e 'a, b = ARGV.map { Gem::Version.new(_1) }; puts a < b' ${quoted(installed)} ${quoted(fixed)}`,
  go: (installed, fixed) =>
    `semver.Compare("${plain(installed)}", "${plain(fixed)}") of golang.org/x/mod/semver`,
  nuget: (installed, fixed) =>
    `[NuGet.Versioning.NuGetVersion]'${plain(installed)}' -lt [NuGet.Versioning.NuGetVersion]'${plain(fixed)}'`,
};

/** A version within quotes of another language: what could end them is never repeated. */
function plain(version: string): string {
  return /^[\w.+~:^,-]+$/.test(version) ? version : '(unusual characters)';
}

/** One word for a shell, whatever a version from outside holds. */
function quoted(version: string): string {
  return /^[\w.+~:,-]+$/.test(version) ? version : `'${version.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * What a person runs to repeat a comparison with the system's own means. Versions come from scanned hosts: nothing in
 * them may become a command of its own when the line is pasted into a shell.
 */
export function repeatComparison(scheme: VersionScheme, installed: string, fixed: string): string {
  return REPEAT[scheme](installed, fixed);
}
