import { supportLabel } from '#core/inventory/windows-release.ts';
import { platformLabel } from '#lib/format/platform-words.ts';
import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { visibleLines, visibleText } from '../output/visible-text.ts';
import { readQuery, viewOptions } from '../read-options.ts';
import { formOf, printDocument, zoneOf } from './read-command.ts';

type Explanation = Documents['explain'];

export const explain = defineCommand({
  summary: 'Why a finding has its verdict: comparison, raw lines, clock',
  operands: 'FINDING',
  minOperands: 1,
  options: viewOptions,
  notes: ['FINDING is the id of a row of `patchproof findings`.'],
  run: ({ context, options, operands: [id] }) => {
    const query = readQuery('explain', options, id);
    return printDocument(context, {
      name: 'explain',
      query,
      form: formOf(options),
      show: async (document, source) => showExplanation(document, await zoneOf(source, query)),
    });
  },
});

function showExplanation(explanation: Explanation, zone: string): string {
  const { clock } = explanation;
  const facts = renderFacts([
    ['Finding', explanation.id],
    ['Asset', explanation.asset],
    ['Fix', explanation.fix],
    ['Verdict', `${explanation.verdict} (${explanation.state})`],
    ['Rule', explanation.rule],
    ['First detected', utcMinute(clock.firstDetected)],
    ['… by', clock.detectedBy],
    ['Due', dueDay(clock.due, zone)],
    [
      '… by',
      `${clock.rule ?? '–'}, policy version ${clock.policyVersion ?? '–'}, from ${clock.clockBasis ?? '–'}`,
    ],
    ['Judgement', clock.judgement],
    ['Installed at', utcMinute(clock.installedAt)],
    ['Verified at', utcMinute(clock.verifiedAt)],
    ['… by scan', clock.verifiedBy],
    ['As of', `${utcMinute(explanation.asOf)}, known at event ${explanation.knownAt}`],
  ]);
  const told = `${runningOf(explanation)}${recordsOf(explanation)}${stepsOf(explanation)}${rankOf(explanation)}`;
  return `${facts}\n${comparisonsOf(explanation)}${told}${claimsOf(explanation)}${evidenceOf(explanation)}`;
}

function comparisonsOf({ comparisons }: Explanation): string {
  return renderTable(
    [
      { title: 'Package', cell: (row) => row.package },
      { title: 'Installed', cell: (row) => row.installed },
      { title: 'Fixed in', cell: (row) => row.fixed },
      {
        title: 'Why',
        cell: ({ result }) => whyOf(result),
      },
      { title: 'Repeat by hand', cell: (row) => row.repeat },
    ],
    comparisons,
  );
}

const endings = {
  support: 'gets no more fixes but those of its extension',
  extended: 'gets no more fixes',
  unclear: 'is not told apart, and one of them gets no more fixes',
} as const;

/** What runs of a fix that is installed, what is patched in memory, and what else is the matter with the asset. */
function runningOf({ loadState, reasons, support, assetReasons }: Explanation): string {
  const own = new Set(reasons.map(({ code }) => code));
  const others = assetReasons.filter(({ code }) => !own.has(code));
  const lines = [
    ...reasons.map(({ message, remedy }) => `${message} ${remedy}`),
    ...others.map(({ message, remedy }) => `Of the asset: ${message} ${remedy}`),
  ];
  if (loadState === 'not-seen') lines.push('Load state not seen: the installed version decides.');
  if (support?.ended) lines.push(`${supportLabel(support)} ${endings[support.ended]}.`);
  return lines.map((line) => `\n${visibleText(line)}\n`).join('');
}

/** The record of a feed that decides about each flaw, with the file it stands in. */
function recordsOf({ advice }: Explanation): string {
  if (advice === null || advice.cves.length === 0) return '';
  const columns = [
    { title: 'CVE', cell: (row: (typeof advice.cves)[number]) => row.cve },
    { title: 'Fixed in', cell: (row: (typeof advice.cves)[number]) => row.fixed },
    { title: 'By feed', cell: (row: (typeof advice.cves)[number]) => row.record?.feed ?? null },
    { title: 'At', cell: (row: (typeof advice.cves)[number]) => row.record?.at ?? null },
    { title: 'File', cell: (row: (typeof advice.cves)[number]) => row.record?.file ?? null },
    { title: 'Published', cell: (row: (typeof advice.cves)[number]) => dayOf(row.record?.publishedAt) },
    { title: 'Received', cell: (row: (typeof advice.cves)[number]) => dayOf(row.record?.receivedAt) },
    { title: 'SHA-256 of the file', cell: (row: (typeof advice.cves)[number]) => row.record?.sha256 ?? null },
  ];
  const name = advice.advisory === null ? 'Feeds' : `${advice.advisory}, by feeds`;
  const about =
    advice.platform === null ? '' : `, for ${advice.installed} on ${platformLabel(advice.platform)}`;
  const old = advice.staleFeeds.map(({ feed, ageDays }) => `${feed} (${countOf(ageDays, 'day')})`).join(', ');
  const stale =
    old === ''
      ? ''
      : `Out of date: ${old}. CVEs, ranks and release dates from there may be older than what is known.\n`;
  return `\n${name}${about}:\n${renderTable(columns, advice.cves)}${stale}`;
}

function dayOf(instant: string | null | undefined): string | null {
  return instant?.slice(0, 10) ?? null;
}

/** What the fix asks for besides installing, and what people recorded of it. */
function stepsOf({ steps }: Explanation): string {
  if (steps === null) return '';
  const what = steps.alone ? 'Recommended settings' : 'Besides installing';
  const head = `\n${what}${steps.left ? ', not verified' : ''}: ${visibleLines(steps.text ?? 'nothing any more', 4)}\n`;
  const lines = steps.records.map(({ kind, by, recordedAt, content }) => {
    const said =
      'reason' in content
        ? content.reason
        : `${content.checked} ${content.how} Checked ${content.when}. Evidence: ${content.evidence}`;
    return `    ${utcMinute(recordedAt)}, ${kind} by ${visibleText(by)}: ${visibleText(said)}\n`;
  });
  return head + lines.join('');
}

/** Every input of the rank with its weight. */
function rankOf({ ranking }: Explanation): string {
  if (ranking === null) return '';
  const columns = [
    { title: 'Input', cell: (row: (typeof ranking.factors)[number]) => row.input },
    { title: 'CVE', cell: (row: (typeof ranking.factors)[number]) => row.cve },
    { title: 'Value', cell: (row: (typeof ranking.factors)[number]) => row.value },
    { title: 'Weight', cell: (row: (typeof ranking.factors)[number]) => row.weight },
  ];
  const head = `\nRank ${ranking.rank ?? 'not ranked'} by method ${ranking.method}: ${ranking.reason}\n`;
  return `${head}${renderTable(columns, ranking.factors)}`;
}

function whyOf(result: Explanation['comparisons'][number]['result']): string | null {
  if (result === null) return null;
  return result.kind === 'ordered' ? result.why : result.reason;
}

function evidenceOf({ evidence, claims }: Explanation): string {
  if (evidence === null && claims.length > 0) return '';
  if (evidence === null) return '\nNo scan in this view holds the deciding lines.\n';
  const head = `\nRaw lines of section ${evidence.section}, scan ${evidence.scanId}, SHA-256 ${evidence.sha256}:\n`;
  const lines = evidence.lines.map(({ number, text, hit }) => {
    return `${hit ? '>' : ' '} ${String(number).padStart(6)}  ${visibleText(text)}\n`;
  });
  return toldOf(evidence.advisories) + head + lines.join('');
}

/** What other tools reported, as they said it. */
function claimsOf({ claims }: Explanation): string {
  return claims
    .map((claim) => {
      const { tool, check, title, state, port, cvss, validFrom, endedAt, evidence, scanId } = claim;
      const until = endedAt === null ? '' : ` until ${utcMinute(endedAt)}`;
      const at = port === '' ? '' : ` at ${port}`;
      const score = cvss === null ? '' : `, CVSS ${cvss.score.toFixed(1)} (${cvss.version})`;
      const head = `${tool} ${check}${at}, ${state} from ${utcMinute(validFrom)}${until}, scan ${scanId}: ${title}${score}`;
      const lines = evidence.split('\n').map((line) => `    ${visibleText(line)}\n`);
      return `\n${visibleText(head)}\n${evidence === '' ? '' : lines.join('')}`;
    })
    .join('');
}

/** What the host's own repositories say of the fix. */
function toldOf(advisories: NonNullable<Explanation['evidence']>['advisories']): string {
  return advisories
    .map(({ id, severity, cves }) =>
      [id, severity ?? 'not rated', cves.join(' ')].filter((word) => word !== ''),
    )
    .map((words) => `\n${visibleText(`The host’s own repositories call it ${words.join(', ')}.`)}\n`)
    .join('');
}
