import type { RanChecks, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { xmlText, type XmlNode } from './xml-records.ts';

/** Plugins by number, as Nessus writes them: `11936;19506;`. */
const PLUGIN_SET = /^\s*\d{1,9}(?:\s*;\s*\d{1,9})*\s*;?\s*$/;

/** Families whose plugins compare installed versions with the vendors' updates. */
const PATCH_FAMILY = /local security checks$|^windows : microsoft bulletins$/i;

/** Tenable has more than 100,000 plugins for missing patches; a set of hundreds was chosen for something else. */
const MANY_PLUGINS = 10_000;

/** The policy at the head of a .nessus file: what the scan was told to look for. */
export interface NessusPolicy {
  readonly preference: (node: XmlNode) => void;
  readonly family: (node: XmlNode) => void;
  /** The host with the checks that ran on it. Where they were chosen and are not told, the host is not complete. */
  readonly apply: (host: ReportedHost) => ReportedHost;
}

/**
 * Takes the policy in as it is read (Nessus v2 file format, Policy/Preferences and Policy/FamilySelection): `plugin_set`
 * lists the plugins that were on, a family is `enabled`, `disabled` or, in part, `mixed`. A file without a policy says
 * nothing of it.
 */
export function nessusPolicy(): NessusPolicy {
  const families = new Map<string, string>();
  let plugins: readonly string[] | null = null;
  let ran: RanChecks | null = null;
  const told = (): RanChecks | null => {
    if (plugins === null) return null;
    const narrow = families.size === 0 ? plugins.length < MANY_PLUGINS : isChosen(families);
    const patches = families.size === 0 ? !narrow : findsPatches(families);
    return { checks: plugins, narrow, patches };
  };
  return {
    preference: (node) => {
      const value = xmlText(node, 'value');
      if (xmlText(node, 'name') !== 'plugin_set' || !PLUGIN_SET.test(value)) return;
      plugins = value.split(';').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]));
    },
    family: (node) =>
      void families.set(xmlText(node, 'FamilyName'), xmlText(node, 'Status').trim().toLowerCase()),
    apply: (host) => {
      ran ??= told();
      if (ran !== null) return { ...host, ran };
      return isChosen(families) ? { ...host, complete: false } : host;
    },
  };
}

function isChosen(families: ReadonlyMap<string, string>): boolean {
  return [...families.values()].some((status) => status !== 'enabled');
}

function findsPatches(families: ReadonlyMap<string, string>): boolean {
  return [...families].some(([name, status]) => status !== 'disabled' && PATCH_FAMILY.test(name.trim()));
}
