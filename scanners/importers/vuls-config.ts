import { isSet, jsonField, jsonObject, jsonTexts, type JsonObject } from './json-records.ts';

/** Settings that leave flaws out, of the report or of one server, container or GitHub repository (config.Config of Vuls). */
const FILTERS = new Set([
  'cvssScoreOver',
  'confidenceScoreOver',
  'ignoreUnfixed',
  'ignoreUnscoredCves',
  'ignoreCves',
  'ignorePkgsRegexp',
  'ignoreGitHubDismissed',
  'diff',
  'diffPlus',
  'diffMinus',
]);
/** Parts of the result that can be emptied before it is written. */
const NEEDED = new Set(['scannedcves', 'errors']);
/** Modules of a scan that find flaws; without a list all of them run. */
const MODULES = ['ospkg', 'wordpress', 'lockfile'];

/**
 * Whether all flaws that Vuls could find of a server are in its result. It always writes with what settings it
 * scanned and reported; a result without them is not as Vuls wrote it.
 */
export function vulsKeptAll(config: JsonObject | null, server: string): boolean {
  const runs = [jsonField(config, 'scan'), jsonField(config, 'report')].map(jsonObject);
  return runs.every((run) => run !== null && !leavesOut(run, server));
}

/** Looks at all settings within, but of the servers only at the one that the result is of. */
function leavesOut(settings: JsonObject, server: string): boolean {
  return Object.entries(settings).some(([name, value]) => {
    if (FILTERS.has(name)) return isSet(value);
    if (name === 'ignoredJSONKeys') return texts(settings, name).some((key) => NEEDED.has(key));
    if (name === 'scanModules') return !hasModules(texts(settings, name));
    const within = jsonObject(name === 'servers' ? jsonField(jsonObject(value), server) : value);
    return within !== null && leavesOut(within, server);
  });
}

function texts(settings: JsonObject, name: string): string[] {
  return jsonTexts(settings, name).map((text) => text.toLowerCase());
}

function hasModules(modules: readonly string[]): boolean {
  return modules.length === 0 || MODULES.every((module) => modules.includes(module));
}
