import { listAllDelegations, type DelegationSummary } from '#lib/server/auth/delegations/list-delegations.ts';
import { endDelegation } from '#lib/server/auth/delegations/name-delegate.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { printJson, printText } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { withPeople } from './with-people.ts';

const columns = [
  { title: 'Delegation', cell: (row: DelegationSummary) => row.id },
  { title: 'Delegate', cell: (row: DelegationSummary) => row.delegate },
  { title: 'For', cell: (row: DelegationSummary) => row.person },
  { title: 'From', cell: (row: DelegationSummary) => utcMinute(row.from) },
  { title: 'Until', cell: (row: DelegationSummary) => utcMinute(row.until) },
  { title: 'State', cell: (row: DelegationSummary) => row.state },
];

export const delegationsList = defineCommand({
  summary: 'Who approves for whom while they are away (while no server runs)',
  options: {
    state: { type: 'string', value: 'STATE', summary: 'planned, under-way or over (all)' },
  },
  notes: ['A delegate is named by the person who goes away, in the browser.'],
  run: ({ context, options }) =>
    withPeople(context, (app) => {
      const { total, rows } = listAllDelegations(app, localOperator, { state: options.state });
      if (options.json) printJson(context.stdout, { total, rows });
      else context.stdout.write(renderTable(columns, rows));
    }),
});

export const delegationsEnd = defineCommand({
  summary: 'End a delegation before its time (while no server runs)',
  operands: 'DELEGATION',
  minOperands: 1,
  options: {},
  run: ({ context, options, operands: [id = ''] }) =>
    withPeople(context, (app) => {
      endDelegation(app, localOperator, { id });
      if (options.json) printJson(context.stdout, { id, ended: true });
      else printText(context.stdout, `${id} has ended.`);
    }),
});
