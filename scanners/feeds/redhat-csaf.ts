import { adviceText } from './advice-text.ts';
import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import type { CsafDocument, CsafRemediation } from './csaf.ts';
import type { CsafDialect } from './csaf-statements.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import { redhatStream } from './redhat-stream.ts';
import { aboutOf, ratingOf, REBOOT, severityOfWord, vendorTime } from './vendor-words.ts';

/** Red Hat: release and stream by the platform's CPE, advisories by the address of the fix. */
export const redhatDialect: CsafDialect = {
  ecosystem: 'redhat',
  streamOf: ({ cpe }) => {
    const stream = cpe === null ? null : redhatStream(cpe);
    // `cpe:/a:redhat` is "all supported products": it names no release.
    return stream === null || (stream.release === '' && stream.repository === null) ? null : stream;
  },
  advisoryOf: (remediation) => errataId(remediation?.url ?? null),
};

/** The id in an address such as https://access.redhat.com/errata/RHSA-2023:7438; null where there is none. */
export function errataId(url: string | null): string | null {
  const [, id] = /\/errata\/(RH[SBE]A-\d{4}:\d{4,6})(?:[/?#]|$)/.exec(url ?? '') ?? [];
  return id ?? null;
}

/** A Red Hat advisory as its own CSAF document tells it; null where the document is about something else. */
export function redhatNotice(document: CsafDocument, name: string): AdvisoryNotice | null {
  if (!/^RH[SBE]A-\d{4}:\d{4,6}$/.test(document.id)) return null;
  const cves = new Set(document.vulnerabilities.flatMap(({ id }) => (isCveId(id) ? id : [])));
  return {
    kind: 'advisory',
    ecosystem: 'redhat',
    id: document.id,
    title: oneLine(document.title.replace(/^Red Hat (?:Security|Bug Fix|Enhancement) Advisory:\s*/, '')),
    released: vendorTime(document.released),
    severity: severityOfWord(document.rating),
    rating: ratingOf(document.rating),
    about: aboutOf(null, document.id),
    cves: [...cves],
    url: document.selves.find((url) => errataId(url) !== null) ?? null,
    withdrawn: document.status === 'deleted' ? vendorTime(document.changed) : null,
    replaces: [],
    steps: needsReboot(document) ? REBOOT : null,
    at: name,
  };
}

function needsReboot({ vulnerabilities }: CsafDocument): boolean {
  return vulnerabilities.some(({ remediations }) =>
    remediations.some(({ restart }) => restart === 'machine' || restart === 'system'),
  );
}

/** The advisories that a VEX document names with the day of their release, with this flaw alone. */
export function datedNotices(document: CsafDocument, name: string): AdvisoryNotice[] {
  const notices = new Map<string, AdvisoryNotice>();
  for (const { id: cve, remediations, at } of document.vulnerabilities) {
    for (const remediation of remediations) {
      const id = remediation.category === 'vendor_fix' ? errataId(remediation.url) : null;
      const released = vendorTime(remediation.date);
      if (id === null || released === null || notices.has(id)) continue;
      notices.set(id, datedNotice({ id, cve, released, remediation, at: `${name} ${at}.remediations` }));
    }
  }
  return [...notices.values()];
}

interface Dated {
  readonly id: string;
  readonly cve: string | null;
  readonly released: string;
  readonly remediation: CsafRemediation;
  readonly at: string;
}

function datedNotice({ id, cve, released, remediation, at }: Dated): AdvisoryNotice {
  return {
    kind: 'advisory',
    ecosystem: 'redhat',
    id,
    title: id,
    released,
    severity: null,
    rating: null,
    about: aboutOf(null, id),
    cves: isCveId(cve) ? [cve] : [],
    url: remediation.url,
    withdrawn: null,
    replaces: [],
    steps: remediation.restart === 'machine' || remediation.restart === 'system' ? REBOOT : null,
    at,
  };
}

/** Red Hat's rating of a flaw and what it offers where there is no fix; no release date, since it is not a fix. */
export function ratingNotice(document: CsafDocument, name: string): AdvisoryNotice | null {
  const [vulnerability] = document.vulnerabilities;
  const impact = vulnerability?.threats.find(({ category }) => category === 'impact');
  const rating = ratingOf(document.rating ?? impact?.details ?? null);
  if (vulnerability === undefined || vulnerability.id === null) return null;
  const workaround = workaroundOf(vulnerability.remediations);
  if (rating === null && workaround === null) return null;
  return {
    kind: 'advisory',
    ecosystem: 'redhat',
    id: vulnerability.id,
    title: oneLine(document.title),
    released: null,
    severity: severityOfWord(rating),
    rating,
    about: 'security',
    cves: isCveId(vulnerability.id) ? [vulnerability.id] : [],
    url: document.selves[0] ?? null,
    withdrawn: null,
    replaces: [],
    steps: null,
    ...(workaround === null ? {} : { workaround }),
    at: name,
  };
}

/** How Red Hat says that it has none, in a remediation of that category. */
const NO_WORKAROUND =
  /^(?:mitigation for this issue is (?:either )?not available|no (?:known )?(?:mitigation|workaround)|(?:there is|there are|currently,?) (?:currently )?no (?:known )?(?:mitigation|workaround)|red hat has investigated whether (?:a )?possible mitigation)/i;

/** What Red Hat offers instead of a fix (CSAF 2.0 §3.2.3.12.1, category `workaround`); null = nothing. */
function workaroundOf(remediations: readonly CsafRemediation[]): string | null {
  const offered = remediations
    .filter(({ category }) => category === 'workaround' || category === 'mitigation')
    .map(({ details }) => adviceText(details ?? ''))
    .filter((text) => text !== '' && !NO_WORKAROUND.test(text));
  return offered.length === 0 ? null : adviceText([...new Set(offered)].join('\n\n'));
}
