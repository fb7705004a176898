import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import { severities } from '#core/advisory/rank.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import type { MsrcRemark, MsrcRemediation, MsrcVulnerability } from './msrc-vulnerability.ts';
import { ratingOf, REBOOT, REBOOT_IF_ASKED, severityOfWord } from './vendor-words.ts';

interface Update {
  readonly kb: string;
  readonly cves: Set<string>;
  readonly replaces: Set<string>;
  readonly kinds: Set<string>;
  readonly at: string;
  url: string | null;
  rating: string | null;
  restart: string;
}

/** Gathers Microsoft's updates (KBs) over a whole document: one fixes many flaws, and says so flaw by flaw. */
export interface MsrcUpdates {
  readonly note: (remediation: MsrcRemediation, vulnerability: MsrcVulnerability) => void;
  readonly notices: (released: string | null) => readonly AdvisoryNotice[];
}

export function msrcUpdates(): MsrcUpdates {
  const updates = new Map<string, Update>();
  return {
    note: (remediation, vulnerability) => noteUpdate(remediation, vulnerability, updates),
    notices: (released) => [...updates.values()].map((update) => updateNotice(update, released)),
  };
}

/** `5036451`, `KB5036451`; null for `Release Notes` and the like. */
export function kbOf(text: string): string | null {
  const [, digits] = /^\s*(?:Security Update\s+)?(?:KB\s?)?(\d{6,8})\s*$/i.exec(text) ?? [];
  return digits === undefined ? null : `KB${digits}`;
}

/** A text of the vendor's on one line, short. */
export function shortText(text: string): string {
  const line = oneLine(text);
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

function noteUpdate(
  remediation: MsrcRemediation,
  vulnerability: MsrcVulnerability,
  updates: Map<string, Update>,
): void {
  const kb = remediation.type === 'vendorfix' ? kbOf(remediation.description) : null;
  if (kb === null) return;
  let update = updates.get(kb);
  if (!update) {
    const { at } = vulnerability;
    update = {
      kb,
      cves: new Set(),
      replaces: new Set(),
      kinds: new Set(),
      at,
      url: null,
      rating: null,
      restart: '',
    };
    updates.set(kb, update);
  }
  update.url ??= remediation.url;
  if (isCveId(vulnerability.id)) update.cves.add(vulnerability.id);
  if (remediation.subType !== '') update.kinds.add(shortText(remediation.subType));
  update.restart = stricter(update.restart, remediation.restart.toLowerCase());
  update.rating = worse(update.rating, ratingFor(vulnerability, remediation.products));
  for (const part of remediation.supercedence.slice(0, 500).split(/[;,\s]+/)) {
    const replaced = kbOf(part);
    if (replaced !== null && replaced !== kb) update.replaces.add(replaced);
  }
}

const RESTARTS = ['', 'no', 'maybe', 'yes'];

function stricter(a: string, b: string): string {
  return RESTARTS.indexOf(b) > RESTARTS.indexOf(a) ? b : a;
}

/** Severity is given product by product: the worst rating given for any of these products. */
export function ratingFor({ threats }: MsrcVulnerability, products: readonly string[]): string | null {
  const own = new Set(products);
  return threats
    .filter((threat) => threat.type === 'severity' && isAbout(threat, own))
    .reduce<string | null>((worst, { description }) => worse(worst, ratingOf(description)), null);
}

/** Without products a remark is about all. */
export function isAbout(remark: MsrcRemark, products: ReadonlySet<string>): boolean {
  return remark.products.length === 0 || remark.products.some((product) => products.has(product));
}

function worse(a: string | null, b: string | null): string | null {
  return order(b) < order(a) ? b : a;
}

function order(word: string | null): number {
  const severity = severityOfWord(word);
  return severity === null ? severities.length : severities.indexOf(severity);
}

const STEPS = new Map([
  ['yes', REBOOT],
  ['maybe', REBOOT_IF_ASKED],
]);

function updateNotice(update: Update, released: string | null): AdvisoryNotice {
  const kinds = [...update.kinds].sort();
  return {
    kind: 'advisory',
    ecosystem: 'windows',
    id: update.kb,
    title: kinds.length === 0 ? update.kb : `${update.kb}: ${kinds.join(', ')}`,
    released,
    severity: severityOfWord(update.rating),
    rating: update.rating,
    about: 'security',
    cves: [...update.cves].sort(),
    url: update.url,
    withdrawn: null,
    replaces: [...update.replaces].sort(),
    steps: STEPS.get(update.restart) ?? null,
    at: update.at,
  };
}
