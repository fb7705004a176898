import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { visibleText } from '../output/visible-text.ts';
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
  return `${facts}\n${comparisonsOf(explanation)}${claimsOf(explanation)}${evidenceOf(explanation)}`;
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
      const { tool, check, title, state, port, validFrom, endedAt, evidence, scanId } = claim;
      const until = endedAt === null ? '' : ` until ${utcMinute(endedAt)}`;
      const at = port === '' ? '' : ` at ${port}`;
      const head = `${tool} ${check}${at}, ${state} from ${utcMinute(validFrom)}${until}, scan ${scanId}: ${title}`;
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
