import { byCodeUnits } from './first-few.ts';
import type { CvssFact } from './rank-inputs.ts';

/** Scores a rule may use that names CVSS v3, such as Cyber Essentials and FedRAMP's older rules. */
export const version3Only = ['3.1', '3.0'] as const;

/** The one score that counts, and those that it was preferred to, in their order. */
export interface CvssChoice<Score extends CvssFact> {
  readonly chosen: Score;
  readonly others: readonly Score[];
}

/**
 * v3 first, because nearly every CVE has it and only scores of one scale rank CVEs fairly against each other; v4
 * where there is no v3; v2 last, its scale knows no critical.
 */
const scales: Readonly<Record<CvssFact['version'], number>> = { '3.1': 0, '3.0': 0, '4.0': 1, '2.0': 2 };

/** CISA writes its short name in CVE records; the NVD names it by its organisation id. */
const cisa: readonly string[] = ['cisa-adp', '134c704f-9b21-4f2e-91b3-4a467353bcc0'];

/**
 * The assigner or vendor knows its product; CISA scores where the assigner did not; the NVD scores from the public
 * text and assumes the worst where that is silent; a scanner's report passes on a score and does not say whose.
 */
function scorerOrder({ source, reported }: CvssFact): number {
  if (reported === true) return 3;
  const name = source.toLowerCase();
  if (cisa.includes(name)) return 1;
  return name === 'nvd' || name === 'nvd@nist.gov' ? 2 : 0;
}

/** Scale, scorer, newer version, then the higher score: two equal scorers never make a CVE look better. */
function compareScores(a: CvssFact, b: CvssFact): number {
  return (
    scales[a.version] - scales[b.version] ||
    scorerOrder(a) - scorerOrder(b) ||
    byCodeUnits(b.version, a.version) ||
    b.score - a.score ||
    byCodeUnits(a.source, b.source) ||
    byCodeUnits(a.vector, b.vector)
  );
}

/**
 * Chooses among the scores of one CVE, in whatever order they come; null = none has an allowed version. A score
 * outside 0 to 10 is none.
 * @example chooseCvss([nvd98, vendor75])?.chosen // vendor75
 */
export function chooseCvss<Score extends CvssFact>(
  scores: readonly Score[],
  versions: readonly CvssFact['version'][] = ['3.1', '3.0', '4.0', '2.0'],
): CvssChoice<Score> | null {
  const usable = scores.filter(
    ({ score, version }) => score >= 0 && score <= 10 && versions.includes(version),
  );
  const [chosen, ...others] = usable.sort(compareScores);
  return chosen === undefined ? null : { chosen, others };
}
