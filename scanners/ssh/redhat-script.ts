import type { FamilyScript } from './collector-script.ts';
import { zone } from './debian-script.ts';
import { livepatchSection, rpmRunning } from './running-script.ts';

/**
 * Which package manager answers, and where it keeps what it fetched. Everything is asked with `-C`: nothing is
 * refreshed. Times come out in UTC. Excludes and version locks of the host are lifted for advisories only, because
 * an excluded package would hide its own missing patch.
 */
const manager = `
m=none d=dnf c=
if command -v dnf >/dev/null 2>&1; then
  case $(readlink -f "$(command -v dnf)") in */dnf5) m=dnf5 ;; *) m=dnf ;; esac
elif command -v dnf5 >/dev/null 2>&1; then m=dnf5 d=dnf5
elif command -v yum >/dev/null 2>&1; then m=yum d=yum; fi
case $m in
  dnf) f=/etc/dnf/dnf.conf k=cachedir c=/var/cache/dnf ;;
  dnf5) f=/etc/dnf/dnf.conf k=system_cachedir c=/var/cache/libdnf5 ;;
  *) f=/etc/yum.conf k=cachedir c=/var/cache/yum ;;
esac
x=$(sed -n "s/^[[:space:]]*$k[[:space:]]*=[[:space:]]*//p" $f 2>/dev/null | tail -n 1)
x=\${x%%\\$*}; x=\${x%/}
c=\${x:-$c}
TZ=UTC0; export TZ
y=; if [ $m != yum ]; then y=--assumeno; fi
ask() { $d -C -q $y "$@"; }
advisories() {
  if [ $m = dnf5 ]; then ask '--setopt=disable_excludes=*,all' advisory "$@"
  else ask --disableexcludes=all --disableplugin=versionlock updateinfo "$@"; fi
}
printf 'manager\\t%s\\n' $m`;

const kernel = `
r=$(uname -r)
printf 'running\\t%s\\n' "$r"
printf 'pidns\\t%s\\n' "$(readlink /proc/self/ns/pid)"
for f in /.dockerenv /run/.containerenv /run/systemd/container; do
  if [ -e $f ]; then printf 'container\\t%s\\n' $f; fi
done
rpm -qf --queryformat 'owner\\t%{NAME}\\t%{ARCH}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\n' "/lib/modules/$r/vmlinuz" "/usr/lib/modules/$r/vmlinuz" "/boot/vmlinuz-$r" 2>/dev/null | grep '^owner'
exit 0`;

/** Clones also ship redhat-release, so the most telling file comes first. For systems before os-release. */
const release = `
for f in fedora oracle almalinux rocky centos amazon-linux redhat system; do
  if [ -r /etc/$f-release ]; then printf '%s\\t%s\\n' $f "$(head -n 1 /etc/$f-release)"; fi
done
exit 0`;

/** Modularity labels came with rpm 4.15; an unknown tag would be an error. */
const rpm = `
q='%{NAME}\\t%{ARCH}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\t%{SOURCERPM}\\t%{INSTALLTIME}'
if rpm --querytags | grep -qx MODULARITYLABEL; then q="$q\\t%{MODULARITYLABEL}"; else q="$q\\t(none)"; fi
rpm -qa --queryformat "$q\\n"`;

/** The cache tells how old the metadata is and whether it holds advisories; dnf renews the times at each check. */
const repositories = `${manager}
if [ -e "$c" ] && [ ! -r "$c" ]; then printf 'unseen\\t%s\\n' "$c"; fi
for f in "$c"/*/repodata/repomd.xml "$c"/*/repomd.xml "$c"/*/*/*/repomd.xml; do
  [ -e "$f" ] || continue
  p=\${f%/*}; n=\${p%/repodata}
  t=$(stat -c %Y "$f" "$p"/*primary* "$p"/cachecookie 2>/dev/null | sort -n | tail -n 1)
  if [ -r "$f" ]; then
    printf 'cache\\t%s\\t%s\\n' "$t" "\${n##*/}"
    grep -oE '<(data type="[^"]*"|timestamp>[0-9]+)' "$f" | sed 's/^/fact\\t/'
  else printf 'unseen\\t%s\\n' "$f"; fi
done
case $m in
  dnf5) ask repo list --json || ask repo list ;;
  none) false ;;
  *) ask repolist ;;
esac
printf '\\nexit\\t%s\\n' $?`;

const updateinfo = `${manager}
case $m in
  dnf5) advisories list --json || advisories list ;;
  none) false ;;
  *) advisories list ;;
esac
printf '\\nexit\\t%s\\n' $?`;

/** Descriptions are left out: they are long, and nothing is read from them. */
const advisories = `${manager}
case $m in
  dnf5) advisories info --security --json ;;
  none) ;;
  *) if [ $m = yum ]; then advisories info security; else advisories info --security; fi | awk '
    /^[[:space:]]*[A-Z][A-Za-z ]*[[:space:]]*:( |$)/ {
      more = ($0 ~ /^[[:space:]]*CVEs[[:space:]]*:/)
      if ($0 ~ /^[[:space:]]*(Update ID|Type|Issued|Updated|CVEs|Severity)[[:space:]]*:/) print
      next
    }
    more && /^[[:space:]]+:/' ;;
esac
exit 0`;

const upgrades = `${manager}
t=$(printf '\\t')
case $m in
  yum) ask check-update; x=$?; [ $x != 100 ] || x=0 ;;
  none) x=1 ;;
  *) ask repoquery --upgrades --queryformat "upgrade$t%{name}$t%{arch}$t%{epoch}$t%{version}$t%{release}$t%{repoid}
"; x=$? ;;
esac
printf '\\nexit\\t%s\\n' $x`;

const locks = `
for f in /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list /etc/dnf/versionlock.toml; do
  if [ -r $f ]; then grep -v '^[[:space:]]*\\(#\\|$\\)' $f | sed 's/^/lock\\t/'
  elif [ -e $f ]; then printf 'unseen\\t%s\\n' $f; fi
done
for f in /etc/dnf/dnf.conf /etc/yum.conf; do
  if [ -r $f ]; then sed -n 's/^[[:space:]]*\\(exclude\\|excludepkgs\\)[[:space:]]*=[[:space:]]*/exclude\\t/p' $f
  elif [ -e $f ]; then printf 'unseen\\t%s\\n' $f; fi
done
exit 0`;

const restart = `${manager}
case $m in
  yum) if command -v needs-restarting >/dev/null 2>&1; then needs-restarting -r; fi ;;
  none) ;;
  *) ask needs-restarting -r ;;
esac
if [ "$(id -u)" != 0 ]; then printf '\\nservices\\tunprivileged\\n'
elif x=$(if [ $m = yum ]; then needs-restarting -s; else ask needs-restarting -s; fi); then
  printf '\\nservices\\trun\\n'
  printf '%s\\n' "$x" | sed 's/^/service\\t/'
else printf '\\nservices\\tabsent\\n'; fi
exit 0`;

const IDS = '(rhel|fedora|centos|almalinux|rocky|ol|oracle|amzn)';

/** RHEL, AlmaLinux, Rocky Linux, CentOS, Oracle Linux, Fedora and Amazon Linux: rpm with dnf 4, dnf 5 or yum. */
export const redhatScript: FamilyScript = {
  name: 'redhat',
  detect: `command -v rpm >/dev/null 2>&1 && { grep -qsE '^ID(_LIKE)?=["'"'"']?([^ ]+ )*${IDS}( .*)?["'"'"']?$' /etc/os-release /usr/lib/os-release || { [ ! -e /etc/os-release ] && [ -e /etc/redhat-release ]; }; }`,
  sections: [
    { name: 'zone', body: zone, required: false },
    { name: 'kernel', body: kernel, required: true },
    { name: 'release', body: release, required: false },
    { name: 'rpm', body: rpm, required: true },
    { name: 'repositories', body: repositories, required: true },
    { name: 'updateinfo', body: updateinfo, required: true },
    { name: 'advisories', body: advisories, required: false },
    { name: 'upgrades', body: upgrades, required: true },
    { name: 'locks', body: locks, required: false },
    { name: 'needs-restarting', body: restart, required: false },
    rpmRunning,
    livepatchSection,
  ],
};
