import type { ReportedCvss, ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { flawOf, sightTimes } from './report-flaw.ts';
import { readPurl } from './package-url.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import { fixesOfVendor } from './vendor-fixes-of.ts';
import type { ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
import type { ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf, reportedPackage } from './reported-package.ts';
import type { ComponentBook, SbomComponent } from './sbom-component.ts';

/** A vulnerability of a CycloneDX bill, whether it was written as JSON or XML. */
export interface CyclonedxVulnerability {
  readonly id: string | null;
  readonly source: string | null;
  readonly references: readonly string[];
  readonly ratings: readonly CyclonedxRating[];
  readonly advisories: readonly string[];
  readonly description: string | null;
  readonly recommendation: string | null;
  readonly state: string | null;
  readonly justification: string | null;
  readonly responses: readonly string[];
  readonly detail: string | null;
  readonly created: string | null;
  readonly updated: string | null;
  /** When its source took it back (CycloneDX 1.5). */
  readonly rejected: string | null;
  readonly affects: readonly CyclonedxTarget[];
}

export interface CyclonedxRating {
  readonly source: string | null;
  readonly score: string | null;
  readonly severity: string | null;
  readonly method: string | null;
  readonly vector: string | null;
}

export interface CyclonedxTarget {
  readonly ref: string;
  readonly versions: readonly {
    readonly version: string | null;
    readonly range: string | null;
    readonly status: string | null;
  }[];
}

export interface CyclonedxPlace {
  readonly host: string;
  readonly record: number;
}

/** One flaw for each component that a vulnerability affects; one without a component when none is named. */
export function emitVulnerability(
  found: CyclonedxVulnerability,
  place: CyclonedxPlace,
  tools: { readonly components: ComponentBook; readonly clock: ReportClock; readonly sink: ReportSink },
): void {
  const { components, clock, sink } = tools;
  if (found.id === null) return sink.skip('a record without id or package');
  if (found.rejected !== null) return sink.skip('withdrawn advisory');
  const check = found.id;
  const targets = found.affects.length === 0 ? [null] : found.affects;
  const ratings = preferred(found);
  for (const target of targets) {
    const component = target === null ? null : components.find(target.ref);
    const { product, remedy } = packageOf(component, target);
    const ids = [check, ...found.references];
    const purl = readPurl(component?.purl ?? null);
    const system = purl === null ? null : `${purl.type}/${purl.namespace ?? ''}`;
    const advised = fixesOfVendor(found.advisories.flatMap(vendorFixes), system);
    sink.flaw(
      flawOf({
        ...place,
        check,
        title: component === null ? check : `${component.name}: ${check}`,
        product,
        fixes: [...fixIds(ids, product), ...advised],
        ...namedCves(ids.join(' ')),
        severity: ratings.map(({ severity }) => severityOfWord(severity ?? '')).find((word) => word !== null),
        cvss: bestCvss(ratings.map(cvssOf)),
        status: statusOf(found.state, component, target),
        evidence: evidenceLines({
          component: component === null ? target?.ref : `${component.name} ${component.version ?? ''}`.trim(),
          source: found.source,
          state: found.state,
          justification: found.justification,
          response: found.responses.join(', '),
          detail: found.detail,
          description: found.description,
        }),
        remedy: remedyOf(found.recommendation, remedy),
        ...sightTimes(clock, found.created, found.updated),
      }),
    );
  }
}

function packageOf(
  component: SbomComponent | null,
  target: CyclonedxTarget | null,
): ReturnType<typeof reportedPackage> {
  if (component === null) return { product: null, remedy: null };
  return reportedPackage({
    name: component.name,
    type: null,
    purl: component.purl,
    installed: component.version,
    fixed: (target?.versions ?? []).flatMap(({ range, status }) =>
      status === 'unaffected' ? [] : boundsOf(range),
    ),
    scheme: null,
  });
}

/** Versions at which an affected range ends, itself not in it: `vers:semver/2.9.0|<2.9.5` names 2.9.5. */
function boundsOf(range: string | null): string[] {
  const [, constraints = ''] = /^vers:[^/]*\/(.*)$/s.exec(range ?? '') ?? [];
  return constraints
    .split('|')
    .map((part) => /^\s*<\s*([^<>=\s].*)$/s.exec(part)?.[1]?.trim() ?? '')
    .filter(Boolean);
}

/** Ratings of the source that reported it first, then of others, NVD last. */
function preferred({ ratings, source }: CyclonedxVulnerability): readonly CyclonedxRating[] {
  const own = (source ?? '').toLowerCase();
  const order = (rating: CyclonedxRating): number => {
    const name = (rating.source ?? '').toLowerCase();
    return [name === own && own !== 'nvd', name !== 'nvd', true].indexOf(true);
  };
  return [...ratings].sort((a, b) => order(a) - order(b));
}

const methods: ReadonlyMap<string, ReportedCvss['version']> = new Map([
  ['cvssv2', '2.0'],
  ['cvssv3', '3.0'],
  ['cvssv31', '3.1'],
  ['cvssv4', '4.0'],
]);

function cvssOf({ method, score, vector }: CyclonedxRating): ReportedCvss | null {
  const version = methods.get((method ?? '').toLowerCase());
  return version === undefined ? null : readCvss(version, score, vector);
}

const statusOfState: ReadonlyMap<string, ReportedFlaw['status']> = new Map([
  ['not_affected', 'not-affected'],
  ['false_positive', 'not-affected'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
]);

/** The analysis of the bill's author counts; else what is said of the very version. */
function statusOf(
  state: string | null,
  component: SbomComponent | null,
  target: CyclonedxTarget | null,
): ReportedFlaw['status'] {
  const analysed = statusOfState.get((state ?? '').toLowerCase());
  if (analysed !== undefined) return analysed;
  const own =
    target?.versions.filter(({ version }) => version !== null && version === component?.version) ?? [];
  return own.length > 0 && own.every(({ status }) => status === 'unaffected') ? 'not-affected' : 'open';
}
