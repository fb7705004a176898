import { z } from 'zod';
import type { LivePatches } from '#core/inventory/observation.ts';
import { eachLine, keyedLines, type SectionText } from './section-lines.ts';

/**
 * `canonical-livepatch status --format json`. Field names as Landscape's documentation prints a real answer
 * (ubuntu.com/landscape/docs/api-rest-livepatch-and-kernel): `Status[].Livepatch.Fixes[]` are the CVEs patched.
 */
const answerSchema = z.object({
  Status: z
    .array(
      z.object({
        Kernel: z.string(),
        Running: z.boolean().optional(),
        Livepatch: z
          .object({
            State: z.string().nullish(),
            Version: z.union([z.string(), z.number()]).nullish(),
            Fixes: z.array(z.object({ Name: z.string(), Patched: z.boolean().optional() })).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});

/** Live patches of the running kernel; null = none, and no program that would tell of one. */
export function parseLivepatch({ text }: SectionText): LivePatches | null {
  const values = keyedLines(text);
  const modules = new Set(values('module').flatMap(loadedModule));
  for (const name of kpatchModules(values('kpatch'))) modules.add(name);
  const answer = readAnswer(values('canonical')[0]);
  if (modules.size === 0 && answer === null) return null;
  return {
    modules: [...modules].sort(),
    state: answer?.state ?? null,
    version: answer?.version ?? null,
    cves: [...new Set([...(answer?.cves ?? []), ...[...modules].flatMap(namedCves)])].sort(),
  };
}

/** Files of /sys/kernel/livepatch (Documentation/ABI/testing/sysfs-kernel-livepatch): name, enabled, transition. */
function loadedModule(line: string): string[] {
  const [name = '', enabled, transition] = line.split('\t');
  return enabled === '1' && transition !== '1' && isModule(name) ? [name] : [];
}

/** What stands under “Loaded patch modules:”, such as `kpatch_3_10_0_1062_1_1 [enabled]`; not what is installed only. */
function kpatchModules(lines: readonly string[]): string[] {
  const names: string[] = [];
  let isLoaded = false;
  eachLine(lines.join('\n'), (line) => {
    if (/^\w.*:$/.test(line)) isLoaded = line === 'Loaded patch modules:';
    const name = /^(\S+)(?: \[enabled\])?$/.exec(line)?.[1];
    if (isLoaded && name !== undefined && isModule(name)) names.push(name);
  });
  return names;
}

/** Amazon Linux names a module after the flaw that it mends: `livepatch_CVE_2019_20096`. */
function namedCves(name: string): string[] {
  return [...name.matchAll(/CVE_(\d{4})_(\d{4,7})(?!\d)/gi)].map(
    ([, year, number]) => `CVE-${year}-${number}`,
  );
}

function isModule(name: string): boolean {
  return /^\w{1,64}$/.test(name);
}

function readAnswer(text: string | undefined): Omit<LivePatches, 'modules'> | null {
  const read = answerSchema.safeParse(parseJson(text ?? ''));
  if (!read.success) return null;
  const status = read.data.Status?.find(({ Running }) => Running !== false)?.Livepatch;
  if (!status) return null;
  const isApplied = status.State === 'applied';
  const fixes = isApplied ? (status.Fixes ?? []) : [];
  return {
    state: status.State ?? null,
    version: status.Version === null || status.Version === undefined ? null : String(status.Version),
    cves: fixes
      .filter(({ Patched }) => Patched !== false)
      .map(({ Name }) => Name.toUpperCase())
      .filter((name) => /^CVE-\d{4}-\d{4,}$/.test(name))
      .sort(),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
