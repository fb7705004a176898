import { createHash } from 'node:crypto';

export interface SectionSource {
  /** Lower case, hyphens; becomes the section's name in the envelope. */
  readonly name: string;
  /** POSIX sh, constant. Runs under `timeout` with the limit of the profile. */
  readonly body: string;
  /** Exit code other than 0 makes the scan partial: without it no verdict is sound. */
  readonly required: boolean;
  /** Older collectors do not send it; then it is not missed. */
  readonly isAdded?: true;
}

/** One family of systems: how the script recognises it and what it then collects. */
export interface FamilyScript {
  readonly name: string;
  /** POSIX sh condition, constant. */
  readonly detect: string;
  readonly sections: readonly SectionSource[];
}

export interface CollectorScript {
  /** Constant text for `sh -s -- NONCE SECONDS SENT_AT_MS`; nothing is ever put into it. */
  readonly text: string;
  /** First 16 hex digits of the text's SHA-256. */
  readonly hash: string;
}

/**
 * stderr of each section is gathered and sent as the last section: it must neither mix with what the parsers
 * read nor be lost. `date +%s%N` and `timeout` are GNU coreutils; where they lack, limits at home still hold.
 */
const PRELUDE = `
LC_ALL=C; LANG=C; LANGUAGE=C; PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL LANG LANGUAGE PATH
unset POSIXLY_CORRECT GREP_OPTIONS XARGS_OPTIONS DPKG_ADMINDIR DPKG_ROOT APT_CONFIG COLUMNS
umask 077
n=$1 limit=$2 sent=$3 errors=
export sent
ms() { t=$(date +%s%N); echo "\${t%??????}"; }
section() {
  printf '\\n@@%s begin %s\\n' "$n" "$1"
  s=$(ms)
  { e=$(timeout -k 5 "$limit" /bin/sh -c "$2" 2>&1 >&3 </dev/null); c=$?; } 3>&1
  printf '\\n@@%s end %s %s %s\\n' "$n" "$1" "$c" "$(($(ms) - s))"
  if [ -n "$e" ]; then errors="$errors[$1]
$e
"; fi
}`;

/** Builds the one constant script that serves every family: recognise, collect, say that it is done. */
export function composeScript(
  common: readonly SectionSource[],
  families: readonly FamilyScript[],
): CollectorScript {
  const branches = families.map(
    ({ name, detect, sections }) =>
      `elif ${detect}; then\nprintf '\\n@@%s family ${name}\\n' "$n"\n${calls(sections)}\n`,
  );
  const text = `collect() {${PRELUDE}
${calls(common)}
if false; then :
${branches.join('')}fi
printf '\\n@@%s begin stderr\\n%s\\n@@%s end stderr 0 0\\n' "$n" "$errors" "$n"
printf '\\n@@%s done\\n' "$n"
}
collect "$@"
exit 0
`;
  return { text, hash: createHash('sha256').update(text).digest('hex').slice(0, 16) };
}

function calls(sections: readonly SectionSource[]): string {
  return sections.map(({ name, body }) => `section ${name} ${quote(body.trim())}`).join('\n');
}

function quote(body: string): string {
  return `'${body.replaceAll("'", `'\\''`)}'`;
}

/** Arguments of the script. All are digits and hex letters made here, so they need no quoting in any shell. */
export function scriptArguments(nonce: string, sectionMs: number, sentAt: number): string[] {
  if (!/^[0-9a-f]{32}$/.test(nonce)) throw new TypeError('the nonce must be 32 hex digits');
  return [nonce, String(Math.max(1, Math.ceil(sectionMs / 1000))), String(Math.trunc(sentAt))];
}
