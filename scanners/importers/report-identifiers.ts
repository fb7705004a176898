import { remembered } from './remembered.ts';

/** Ids of vendors' fixes as they stand in titles, references and links. */
const FIX = new RegExp(
  [
    String.raw`\b(?:DSA|DLA|DTSA|USN|LSN|SSN)-\d{2,5}-\d+\b`,
    String.raw`\b(?:RHSA|RHBA|RHEA|ALSA|ALBA|ALEA|RLSA|RLBA|RLEA|CESA|CEBA)-\d{4}:\d+\b`,
    String.raw`\b(?:ELSA|ELBA|ELEA|OVMSA)-\d{4}-\d+(?:-\d+)?\b`,
    String.raw`\bALAS(?:2(?:023)?)?(?:[A-Z][A-Z0-9.]*(?:-[\d.]+)?)?-\d{4}-\d+\b`,
    String.raw`\b(?:open)?SUSE-[SR]U-\d{4}:\d+-\d+\b`,
    String.raw`\bFEDORA-(?:EPEL-)?\d{4}-[0-9a-f]{6,12}\b`,
    String.raw`\b(?:PHSA|VMSA|GLSA|MFSA|MGASA|ASA|NTAP|EulerOS-SA|NewStart-CGSL-SA)-\d{4,6}-[\d.]*\d(?:-\d+(?:\.\d+)*)?\b`,
    String.raw`\bKB\d{6,8}\b`,
    String.raw`\bMS\d{2}-\d{3}\b`,
    String.raw`\bcisco-sa-[A-Za-z0-9-]*[A-Za-z0-9]`,
    String.raw`\bAPSB\d{2}-\d+\b`,
    String.raw`\bFreeBSD-SA-\d{2}:\d{2}\.\w+`,
  ].join('|'),
  'gi',
);

/** Up to 19 digits: the pattern of the CVE record format (CVE_Record_Format.json, `cveId`). */
const CVE = /\bCVE-\d{4}-\d{4,19}\b/gi;
const ONE_CVE = new RegExp(`^(?:${CVE.source})`, 'i');
/** Most results name one, and nothing else. */
const ONLY_CVE = /^CVE-\d{4}-\d{4,19}$/i;
/** What is written to name a CVE id, whatever its form: `CVE-2024-1`, `CVE2024-12345`, `CVE_2024_12345`. */
const LIKE_CVE = /\bCVE(?:[-_:\u2010-\u2015\u2212]|\s(?=\d{4}-\d))?\d[\w\u2010-\u2015\u2212-]*/gi;
/** Beyond this a text is hostile, not a list of references. */
const MAX_IDS = 2000;

/** All CVE ids in a text, upper case, each once, in the order of the text. */
export function cveIds(text: string): string[] {
  return distinct(text, CVE, (id) => id.toUpperCase());
}

/** What a text names as a CVE id and is none, as it is written, each once. */
function wrongCveIds(text: string): string[] {
  return distinct(text, LIKE_CVE, (id) => id).filter((id) => !ONE_CVE.test(id));
}

interface NamedCves {
  readonly cves: readonly string[];
  readonly wrongCves: readonly string[];
}

/** The CVE ids that a tool names with a flaw: those that are, and what is written as one and is none. */
export const namedCves: (text: string) => NamedCves = remembered((text) => {
  if (ONLY_CVE.test(text)) return { cves: [text.toUpperCase()], wrongCves: [] };
  return { cves: cveIds(text), wrongCves: wrongCveIds(text) };
});

/** All ids of vendor fixes in a text, in the vendors' spelling, each once, in the order of the text. */
export const vendorFixes: (text: string) => readonly string[] = remembered((text) =>
  distinct(text, FIX, inVendorSpelling),
);

function distinct(text: string, pattern: RegExp, spell: (id: string) => string): string[] {
  const found = new Set<string>();
  // `matchAll` would make a copy of the pattern for every text.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.add(spell(match[0]));
    if (found.size >= MAX_IDS) break;
  }
  return [...found];
}

const spellings: readonly (readonly [RegExp, (id: string) => string])[] = [
  [/^opensuse-/i, (id) => `openSUSE-${id.slice('opensuse-'.length).toUpperCase()}`],
  [/^fedora-/i, (id) => id.toLowerCase().replace(/^fedora-(epel-)?/, (prefix) => prefix.toUpperCase())],
  [/^cisco-sa-/i, (id) => `cisco-sa-${id.slice('cisco-sa-'.length)}`],
  [/^freebsd-sa-/i, (id) => `FreeBSD-SA-${id.slice('freebsd-sa-'.length)}`],
  [/^euleros-sa-/i, (id) => `EulerOS-SA-${id.slice('euleros-sa-'.length)}`],
  [/^newstart-cgsl-sa-/i, (id) => `NewStart-CGSL-SA-${id.slice('newstart-cgsl-sa-'.length)}`],
];

function inVendorSpelling(id: string): string {
  return spellings.find(([pattern]) => pattern.test(id))?.[1](id) ?? id.toUpperCase();
}

/** Each text once, the first stays in place. */
export function unique(texts: readonly string[] | ReadonlySet<string>): string[] {
  return [...new Set(texts)];
}

/**
 * A check for many Windows releases names the update of each; its output names the one that is missing here.
 * @returns the KBs that the evidence names, if it names any of them, beside all other fixes
 */
export function fixesOfEvidence(fixes: readonly string[], evidence: string): string[] {
  const isKb = (fix: string): boolean => fix.startsWith('KB');
  const named = new Set(fixes.filter((fix) => isKb(fix) && evidence.includes(fix.slice(2))));
  return named.size === 0 ? [...fixes] : fixes.filter((fix) => !isKb(fix) || named.has(fix));
}
