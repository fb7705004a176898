/** What a report of Greenbone says of the whole scan. */
export interface OpenvasRun {
  status: string;
  start: string;
  end: string;
  version: string;
  madeAt: string;
  /** The filter by which results were chosen for the report. */
  filter: string;
  results: number;
  filtered: number | null;
  /** Hosts on which a test broke off, by address. */
  readonly failed: Set<string>;
}

export function newOpenvasRun(): OpenvasRun {
  const texts = { status: '', start: '', end: '', version: '', madeAt: '', filter: '' };
  return { ...texts, results: 0, filtered: null, failed: new Set() };
}

/** Whether the report has every flaw that the scan found: a page of the results, or a selection, does not. */
export function hasAllFlaws({ status, filtered, results, filter }: OpenvasRun): boolean {
  return status === 'Done' && (filtered === null || results >= filtered) && !isSelection(filter);
}

/** Keywords of a filter that leave no flaw out. */
const NEUTRAL =
  /^(?:apply_overrides|autofp|notes|overrides|result_hosts_only|first|rows|sort|sort-reverse|delta_states|timezone|details|(?:_and_)?report_id|task_id)=|^severity>0(?:\.0)?$/;
/** Greenbone's own default: what is less sure is hidden unless somebody asks for it. */
const USUAL_QOD = 70;

/** `levels=h`, `severity>6.9`, `host=192.0.2.5` leave flaws out; `levels=hml min_qod=70 rows=100` does not. */
export function isSelection(filter: string): boolean {
  return (filter.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).some((word) => {
    const [, keyword, value = ''] = /^(levels|min_qod)=(.*)$/.exec(word) ?? [];
    if (keyword === 'levels') return !['h', 'm', 'l'].every((level) => value.includes(level));
    if (keyword === 'min_qod') return !(Number(value) <= USUAL_QOD);
    return !NEUTRAL.test(word);
  });
}

/**
 * Why a result is none of a flaw: what a person called a false positive, or a test that broke off. Where the threat has
 * no word for it, the severity has (gvmd: -1 false positive, -2 debug message, -3 error).
 */
export function openvasAside(threat: string, score: string): 'false positive' | 'error of the scan' | null {
  const level = score === '' ? NaN : Number(score);
  if (/^error$/i.test(threat) || level === -3) return 'error of the scan';
  return /^false positive$/i.test(threat) || level === -1 ? 'false positive' : null;
}
