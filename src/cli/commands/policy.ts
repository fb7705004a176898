import { formatLimit } from '#lib/format/durations.ts';
import { countOf } from '#lib/format/numbers.ts';
import { NOT_STATED, operatingClauses } from '#lib/format/operating-words.ts';
import { conditionsText } from '#lib/format/policy-words.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { formOf, printDocument } from './read-command.ts';

type Rejudged = NonNullable<Documents['policy-what-if']['rejudged']>;

export const policyList = defineCommand({
  summary: 'Versions of the policy and drafts of the next one',
  options: {},
  notes: ['A version is written, reviewed and signed in the browser.'],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'policies',
      query: {},
      form: formOf(options),
      show: ({ versions, drafts, review }) => {
        const open = drafts.filter(({ status }) => status === 'draft' || status === 'in-review');
        const waiting = open.length > 0 ? `\n${draftTable(open)}` : '';
        return `${versionTable(versions)}${waiting}${reviewLine(review)}`;
      },
    }),
});

export const policyShow = defineCommand({
  summary: 'Rules, text and people of one version',
  operands: 'VERSION',
  minOperands: 1,
  options: {},
  run: ({ context, options, operands: [id = ''] }) =>
    printDocument(context, { name: 'policy', query: { id }, form: formOf(options), show: showVersion }),
});

export const policyDiff = defineCommand({
  summary: 'What differs between two versions, clause by clause',
  operands: 'FROM TO',
  minOperands: 2,
  options: {},
  run: ({ context, options, operands: [from = '', to = ''] }) =>
    printDocument(context, {
      name: 'policy-diff',
      query: { from, to },
      form: formOf(options),
      show: showDiff,
    }),
});

export const policyWhatIf = defineCommand({
  summary: 'What a draft would do to what is open, if it were in force today',
  operands: 'DRAFT',
  minOperands: 1,
  options: {},
  notes: ['DRAFT is an id that `patchproof policy list` prints.'],
  run: ({ context, options, operands: [id = ''] }) =>
    printDocument(context, {
      name: 'policy-what-if',
      query: { id },
      form: formOf(options),
      show: showEffect,
    }),
});

function reviewLine(review: Documents['policies']['review']): string {
  if (!review) return '';
  const late = review.overdue ? ', overdue' : '';
  return `\nNext review of version ${review.version} by ${review.nextDay}${late}; ${countOf(review.toConsider, 'remark')} to look at\n`;
}

function versionTable(versions: Documents['policies']['versions']): string {
  return renderTable(
    [
      { title: 'Version', align: 'right', cell: (row) => row.version },
      { title: 'Status', cell: (row) => row.status },
      { title: 'From', cell: (row) => utcMinute(row.effectiveFrom) },
      { title: 'Signed by', cell: (row) => row.approvers.join(', ') },
      { title: 'What changed', cell: (row) => row.changeSummary },
    ],
    versions,
  );
}

function draftTable(drafts: Documents['policies']['drafts']): string {
  return renderTable(
    [
      { title: 'Draft', cell: (row) => row.draftId },
      { title: 'Status', cell: (row) => row.status },
      { title: 'By', cell: (row) => row.authorNames.join(', ') },
      { title: 'For', cell: (row) => row.effectiveDay },
      { title: 'What changes', cell: (row) => row.changeSummary },
    ],
    drafts,
  );
}

function showVersion({ policy, row, text, review }: Documents['policy']): string {
  const facts = renderFacts([
    ['Version', `${policy.version} (${row?.status ?? 'retired'})`],
    ['From', utcMinute(row?.effectiveFrom ?? null)],
    ['Authors', row?.authors.join(', ') || 'the installation'],
    ['Signed by', row?.approvers.join(', ') || 'nobody'],
    ['Zone', policy.zone],
    ['Coverage window', formatLimit(policy.coverageWindow)],
    ['Next review', `${review.nextDay}${review.overdue ? ', overdue' : ''}`],
    ['Kept until', row?.keptUntil ?? 'six years from the day it is last in effect'],
  ]);
  const rules = renderTable(
    [
      { title: 'Rule', cell: (rule) => rule.name },
      { title: 'Clock', cell: (rule) => rule.clock },
      { title: 'Severe', cell: (rule) => formatLimit(rule.limits.severe) },
      { title: 'High', cell: (rule) => formatLimit(rule.limits.high) },
      { title: 'Medium', cell: (rule) => formatLimit(rule.limits.medium) },
      { title: 'Low', cell: (rule) => formatLimit(rule.limits.low) },
      { title: 'Binding', cell: (rule) => rule.binding },
      { title: 'Only where', cell: (rule) => conditionsText(rule.conditions) },
    ],
    policy.rules,
  );
  const stated = operatingClauses(policy).filter(([, words]) => words !== NOT_STATED);
  const operating = stated.map(([name, words]) => `${name}\n${indented(words)}`).join('');
  const held = review.held.map(
    (one) =>
      `Review ${utcMinute(one.at)} (${one.outcome}), with ${one.participants.join(', ')}\n${indented(one.lessons)}`,
  );
  const remarks = review.feedback.map(
    (one) => `Remark of ${one.by}, ${utcMinute(one.at)}\n${indented(one.text)}`,
  );
  const said = [operating, ...held, ...remarks].filter(Boolean).map((part) => `\n${part}`);
  return `${facts}\n${rules}${said.join('')}${text === '' ? '' : `\n${text}\n`}`;
}

const indented = (text: string): string => text.replace(/^/gm, '  ').concat('\n');

function showDiff({ rules, text, changed, clauses }: Documents['policy-diff']): string {
  const join = (parts: (typeof rules)[number]['old']) =>
    parts
      ?.map((part) => part.text)
      .join('')
      .replaceAll('\n', '\n    ') ?? null;
  const differing = [...rules, ...text].filter(({ same }) => !same);
  const lines = differing.map((row) =>
    [row.clause, `  - ${join(row.old) ?? 'no such clause'}`, `  + ${join(row.new) ?? 'no such clause'}`].join(
      '\n',
    ),
  );
  return `${lines.join('\n')}${lines.length > 0 ? '\n' : ''}${changed} of ${countOf(clauses, 'clause')} differ\n`;
}

function rejudgedWords({ from, to, judged, before, after }: Rejudged): string {
  return `${from} to ${to}: ${before.met} of ${judged} on time; with it ${after.met} on time, ${after.missed} late, ${after.pending} not due yet, ${after.none} without a deadline`;
}

function showEffect(effect: Documents['policy-what-if']): string {
  const facts = renderFacts([
    ['Open findings', effect.open],
    ['Due date moves', effect.moved],
    ['Overdue the same day', effect.overdueAtOnce],
    ['Closed in a usual week', effect.pace ?? 'not known yet'],
    ['Judged again', effect.rejudged === null ? null : rejudgedWords(effect.rejudged)],
  ]);
  return `${facts}\n${renderTable(
    [
      { title: 'Due in the week from', cell: (row) => row.week },
      { title: 'Today', align: 'right', cell: (row) => row.before },
      { title: 'With it', align: 'right', cell: (row) => row.after },
    ],
    effect.weeks,
  )}`;
}
