import type { SectionSource } from './collector-script.ts';

/**
 * Fields of proc_pid_stat(5) after the command: state, parent, group, session …, flags (7th), start (20th). What started
 * with this scan, kernel threads, the dead, sessions of people (cgroup of user.slice) and what runs in a container's own
 * PID namespace is left out. A manager of services executes itself anew when it is updated, so its start tells nothing. Of each name only the oldest start is
 * kept: it alone decides, and two scans of a quiet host give the same bytes.
 */
const oldest = `
/^inner / { inner[$2] = 1; next }
/^map / { m = $0; sub(/^map [0-9]+ /, "", m); maps[++k] = $2 "\\t" m; next }
{
  e = match($0, /\\) [A-Za-z] [-0-9 ]+$/); a = index($0, "(")
  if (!e || !a) next
  pid = substr($0, 1, a - 2); name = substr($0, a + 1, e - a - 1)
  split(substr($0, e + 2), f, " ")
  if (NR == 1) { own = f[4]; next }
  if (f[1] == "Z" || f[4] == own || int(f[7] / 2097152) % 2 || pid in inner) next
  if (name !~ /^[A-Za-z0-9][A-Za-z0-9+._-]*$/) next
  start[pid] = f[20]; called[pid] = name
  if (pid == 1 || name == "systemd" || name == "init") next
  if (!(name in first) || f[20] + 0 < first[name] + 0) first[name] = f[20]
}
END {
  for (n in first) print "process\\t" first[n] "\\t" n
  for (i = 1; i <= k; i++) {
    split(maps[i], g, "\\t"); pid = g[1]
    if (!(pid in start)) continue
    key = called[pid] "\\t" g[2]
    if (!(key in since) || start[pid] + 0 < since[key] + 0) since[key] = start[pid]
  }
  for (key in since) print "replaced\\t" since[key] "\\t" key
}`;

/** Programs by the first 15 characters of their names, which is all that a process is called by (proc_pid_comm(5)). */
const programs = `
$1 == "process" { run[$3] = 1 }
$1 == "replaced" { run[$3] = 1 }
$1 == "file" { n = $2; sub(/.*\\//, "", n); n = substr(n, 1, 15); if (n in run) print n "\\t" $2 }`;

/**
 * Which programs run, since when, and where they lie; as root also which files they still use of which the disk holds
 * another or none. Times are in ticks since the boot; the section \`clock\` has the present one.
 */
const running = `
if [ ! -r /proc/1/stat ]; then printf 'unseen\\tprocesses\\n'; exit 0; fi
printf 'hz\\t%s\\n' "$(getconf CLK_TCK)"
r=0; if [ "$(id -u)" = 0 ]; then r=1; printf 'maps\\tseen\\n'; fi
p=$({
  cat /proc/self/stat
  { grep -sE '^NSpid:[[:space:]]*[0-9]+[[:space:]]+[0-9]' /proc/[0-9]*/status; grep -s '/user[.]slice/' /proc/[0-9]*/cgroup; } |
    sed -n 's#^/proc/\\([0-9]*\\)/.*#inner \\1#p' | sort -u
  if [ $r = 1 ]; then
    grep -sE ' r.xp .* /(usr|lib|lib64|bin|sbin|opt)/.* \\(deleted\\)$' /proc/[0-9]*/maps |
      sed -n 's#^/proc/\\([0-9]*\\)/maps:[^/]*\\(/.*\\) (deleted)$#map \\1 \\2#p' |
      sed -e 's/\\.dpkg-\\(new\\|tmp\\|old\\)$//' -e 's/;[0-9a-f]\\{8\\}$//' | sort -u
  fi
  cat /proc/[0-9]*/stat 2>/dev/null
} | awk '${oldest}' | sort)
if [ -z "$p" ]; then exit 0; fi
printf '%s\\n' "$p"
o=$({
  printf '%s\\n' "$p"
  for f in /usr/bin/* /usr/sbin/* /bin/* /sbin/* /usr/local/bin/* /usr/local/sbin/* /usr/libexec/* /usr/lib/systemd/* /lib/systemd/* /usr/lib/*/sbin/* /usr/lib/postgresql/*/bin/*; do
    printf 'file\\t%s\\n' "$f"
  done
} | awk -F '\\t' '${programs}' | while read -r n f; do
  if [ -f "$f" ]; then printf 'program\\t%s\\t%s\\n' "$n" "$(readlink -f "$f")"; fi
done | sort -u)
printf '%s\\n' "$o"
t=$(printf '\\t')
printf '%s\\n%s\\n' "$p" "$o" | sed -n "s/^program$t[^$t]*$t//p; s/^replaced$t[^$t]*$t[^$t]*$t//p" | sort -u |`;

/** Merged /usr: the package database may know a file by either of its two paths. */
const dpkgOwners = `
  sed -e p -e 's#^/usr/\\(bin\\|sbin\\|lib\\)#/\\1#;t' -e 's#^/\\(bin\\|sbin\\|lib\\)#/usr/\\1#' | sort -u |
  xargs -r -d '\\n' dpkg-query -S 2>/dev/null | grep -v '^diversion' | sed 's/^/owner\\t/'
exit 0`;

const rpmOwners = `
while read -r f; do
  rpm -qf --queryformat 'owner\\t%{NAME}\\t%{ARCH}\\n' "$f" 2>/dev/null | grep '^owner' | sed "s#\\$#$t$f#"
done
exit 0`;

/** `canonical-livepatch status --format json`, `kpatch list`, and what the kernel itself says of its live patches. */
const livepatch = `
for d in /sys/kernel/livepatch/*; do
  [ -d "$d" ] || continue
  printf 'module\\t%s\\t%s\\t%s\\n' "\${d##*/}" "$(cat "$d/enabled" 2>/dev/null)" "$(cat "$d/transition" 2>/dev/null)"
done
PATH=$PATH:/snap/bin
if command -v kpatch >/dev/null; then kpatch list | sed 's/^/kpatch\\t/'; fi
if command -v canonical-livepatch >/dev/null; then
  printf 'canonical\\t%s\\n' "$(canonical-livepatch status --format json | tr -d '\\n\\t')"
fi
exit 0`;

/** Start of the process that is asking, in the ticks that all processes are counted in. */
export const ticks = `sed -n 's/^[0-9]* (.*) [A-Za-z] \\([-0-9]* \\)\\{18\\}\\([0-9]*\\) .*/ticks\\t\\2/p' /proc/self/stat`;

export const livepatchSection: SectionSource = {
  name: 'livepatch',
  body: livepatch,
  required: false,
  isAdded: true,
};

/** What runs on a host whose packages dpkg keeps. */
export const dpkgRunning: SectionSource = {
  name: 'running',
  body: running + dpkgOwners,
  required: false,
  isAdded: true,
};

/** What runs on a host whose packages rpm keeps. */
export const rpmRunning: SectionSource = {
  name: 'running',
  body: running + rpmOwners,
  required: false,
  isAdded: true,
};
