import type { FamilyScript, SectionSource } from './collector-script.ts';
import { dpkgRunning, livepatchSection, ticks } from './running-script.ts';

/** The only section whose content differs between two scans of an unchanged host. */
const clock = `
printf 'sent\\t%s\\n' "$sent"
printf 'now\\t%s\\n' "$(date +%s%N)"
printf 'offset\\t%s\\n' "$(date +%z)"
read -r up rest < /proc/uptime && printf 'uptime\\t%s\\n' "$up"
${ticks}
exit 0`;

const identity = `
printf 'user\\t%s\\n' "$(id -un)"
printf 'hostname\\t%s\\n' "$(uname -n)"
for f in /etc/os-release /usr/lib/os-release; do
  if [ -r $f ]; then sed 's/^/os\\t/' $f; break; fi
done
if [ -r /etc/machine-id ]; then printf 'machine-id\\t%s\\n' "$(head -c 64 /etc/machine-id)"; else printf 'unseen\\tmachine-id\\n'; fi
for f in /etc/ssh/ssh_host_*_key.pub; do
  if [ -r "$f" ]; then printf 'hostkey\\t%s\\n' "$(head -c 4096 "$f")"; elif [ -e "$f" ]; then printf 'unseen\\thostkey\\n'; fi
done
if command -v ip >/dev/null; then
  ip -o addr show scope global | while read -r i dev kind address rest; do printf 'address\\t%s\\n' "$address"; done
else
  for a in $(hostname -I 2>/dev/null); do printf 'address\\t%s\\n' "$a"; done
fi
for f in /var/lib/cloud/data/instance-id /sys/class/dmi/id/product_uuid /sys/class/dmi/id/board_asset_tag; do
  if [ -r $f ]; then printf 'cloud\\t%s\\t%s\\n' "\${f##*/}" "$(head -c 128 $f)"; fi
done
exit 0`;

/** Zone of the host's own logs; the same files on every family. */
export const zone = `
if [ -r /etc/timezone ]; then printf 'timezone\\t%s\\n' "$(head -n 1 /etc/timezone)"; fi
if [ -L /etc/localtime ]; then printf 'localtime\\t%s\\n' "$(readlink /etc/localtime)"
elif [ -e /etc/localtime ]; then printf 'localtime-file\\t%s\\n' "$(sha256sum < /etc/localtime)"
else printf 'localtime-absent\\t\\n'; fi
if [ -n "$TZ" ]; then printf 'tz\\t%s\\n' "$TZ"; fi
exit 0`;

const kernel = `
r=$(uname -r)
printf 'running\\t%s\\n' "$r"
printf 'pidns\\t%s\\n' "$(readlink /proc/self/ns/pid)"
for f in /.dockerenv /run/.containerenv /run/systemd/container; do
  if [ -e $f ]; then printf 'container\\t%s\\n' $f; fi
done
dpkg-query -S "/boot/vmlinuz-$r" "/lib/modules/$r/kernel" "/usr/lib/modules/$r/kernel" "/usr/lib/modules/$r/vmlinuz" 2>/dev/null | sed 's/^/owner\\t/'
exit 0`;

const dpkg = `dpkg --print-architecture && dpkg-query -W -f '\${Package}\\t\${Architecture}\\t\${Version}\\t\${source:Package}\\t\${source:Version}\\t\${db:Status-Abbrev}\\n'`;

const sources = `
for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  if [ -r "$f" ]; then printf 'file\\t%s\\n' "$f"; grep -v '^[[:space:]]*#' "$f" | sed -e 's#//[^/@ ]*@#//***@#' -e 's/^/line\\t/'
  elif [ -e "$f" ]; then printf 'unseen\\t%s\\n' "$f"; fi
done
exit 0`;

/** apt renews a Release file's change time at each update, even when the server says that nothing is new. */
const indexes = `
d=/var/lib/apt/lists
if [ ! -r $d ]; then printf 'unseen\\t%s\\n' $d; exit 0; fi
for f in $d/*Release; do
  [ -e "$f" ] || continue
  printf 'file\\t%s\\t%s\\n' "$(stat -c %Z "$f")" "\${f##*/}"
  if [ -r "$f" ]; then sed -n -e '/^\\(MD5Sum\\|SHA1\\|SHA256\\|SHA512\\):/q' -e 's/^/line\\t/p' "$f"; else printf 'unseen\\t%s\\n' "$f"; fi
done
exit 0`;

/** Names with architecture, so that the blocks of a package of two architectures stay apart. */
const packagesPolicy = `dpkg-query -W -f '\${db:Status-Abbrev} \${Package}:\${Architecture}\\n' | grep -v '^.[nc]' | sed 's/^[^ ]* *//' | xargs -r apt-cache policy`;

const upgrade = `apt-get -s -o Debug::NoLocking=1 -o APT::Get::Always-Include-Phased-Updates=true dist-upgrade`;

/**
 * Oldest first. `status installed` also follows mere trigger runs, so the lines that tell them apart come along. With
 * `status unpacked` the files of a version are in place; its service may be started before `status installed`.
 */
const dpkglog = `
for f in $(ls -1 -v -r /var/log/ | grep -E '^dpkg\\.log(\\.[0-9]+(\\.gz)?)?$'); do
  f=/var/log/$f
  if [ -r "$f" ]; then zcat -f "$f"; else printf 'unseen\\t%s\\n' "$f"; fi
done | grep -aE '^(unseen|[0-9-]{10} [0-9:]{8} (install|upgrade|status (unpacked|installed|config-files|not-installed)) )'
exit 0`;

const reboot = `
if [ -e /var/run/reboot-required ]; then printf 'required\\t\\n'; fi
if [ -r /var/run/reboot-required.pkgs ]; then sort -u /var/run/reboot-required.pkgs | sed 's/^/package\\t/'; fi
for f in /etc/kernel/postinst.d/update-notifier /etc/kernel/postinst.d/unattended-upgrades /etc/kernel/postinst.d/reboot-notifier; do
  if [ -e $f ]; then printf 'helper\\t%s\\n' $f; fi
done
if ! command -v needrestart >/dev/null; then printf 'needrestart\\tabsent\\n'
elif [ "$(id -u)" != 0 ]; then printf 'needrestart\\tunprivileged\\n'
else printf 'needrestart\\trun\\n'; needrestart -b -r l </dev/null; fi
exit 0`;

/** Sections of every family: who and when. */
export const commonSections: readonly SectionSource[] = [
  { name: 'clock', body: clock, required: false },
  { name: 'identity', body: identity, required: true },
];

/** Debian, Ubuntu, Raspberry Pi OS and what else is built with dpkg and apt. */
export const debianScript: FamilyScript = {
  name: 'debian',
  detect: 'command -v dpkg-query >/dev/null 2>&1 && command -v apt-cache >/dev/null 2>&1',
  sections: [
    { name: 'zone', body: zone, required: false },
    { name: 'kernel', body: kernel, required: true },
    { name: 'dpkg', body: dpkg, required: true },
    { name: 'sources', body: sources, required: false },
    { name: 'indexes', body: indexes, required: true },
    { name: 'policy', body: 'apt-cache policy', required: true },
    { name: 'packages-policy', body: packagesPolicy, required: true },
    { name: 'upgrade', body: upgrade, required: false },
    { name: 'holds', body: 'apt-mark showhold', required: true },
    { name: 'dpkglog', body: dpkglog, required: false },
    { name: 'reboot', body: reboot, required: false },
    dpkgRunning,
    livepatchSection,
  ],
};
