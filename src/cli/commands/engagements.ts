import { createEngagement, endEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { listEngagements, type EngagementSummary } from '#lib/server/auth/engagements/list-engagements.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { printJson, printText } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { personNamed, withPeople } from './with-people.ts';

const columns = [
  { title: 'Engagement', cell: (row: EngagementSummary) => row.id },
  { title: 'Name', cell: (row: EngagementSummary) => row.name },
  { title: 'Auditors', cell: (row: EngagementSummary) => row.auditors.join(', ') },
  { title: 'Units', cell: (row: EngagementSummary) => row.units.join(', ') },
  { title: 'From', cell: (row: EngagementSummary) => utcMinute(row.from) },
  { title: 'Until', cell: (row: EngagementSummary) => utcMinute(row.until) },
  { title: 'State', cell: (row: EngagementSummary) => row.state },
];

export const engagementsList = defineCommand({
  summary: 'Audit engagements with their auditors and dates (while no server runs)',
  options: {
    state: { type: 'string', value: 'STATE', summary: 'planned, under-way or over (all)' },
  },
  run: ({ context, options }) =>
    withPeople(context, (app) => {
      const { total, rows } = listEngagements(app, localOperator, { state: options.state });
      if (options.json) printJson(context.stdout, { total, rows });
      else context.stdout.write(renderTable(columns, rows));
    }),
});

export const engagementsCreate = defineCommand({
  summary: 'Create an audit engagement (while no server runs)',
  operands: 'NAME',
  minOperands: 1,
  options: {
    auditor: { type: 'string', multiple: true, value: 'EMAIL', summary: 'who holds the role auditor' },
    units: { type: 'string', value: 'LIST', summary: 'business units, parted by commas (all)' },
    from: { type: 'string', value: 'DAY', summary: 'first day, in the zone of the policy' },
    until: { type: 'string', value: 'DAY', summary: 'last day, at most 366 days on' },
  },
  notes: ['It begins and ends by itself. An auditor sees what both it and their role reach.'],
  run: ({ context, options, operands: [name = ''] }) =>
    withPeople(context, (app) => {
      const { from = '', until = '', units = '*' } = options;
      const auditors = options.auditor.map((email) => personNamed(app, email));
      const wanted = { name, auditors, units: units.split(',').map((unit) => unit.trim()), from, until };
      const { id } = createEngagement(app, localOperator, wanted);
      if (options.json) printJson(context.stdout, { id });
      else printText(context.stdout, `${id} is created.`);
    }),
});

export const engagementsEnd = defineCommand({
  summary: 'End an audit engagement before its time (while no server runs)',
  operands: 'ENGAGEMENT',
  minOperands: 1,
  options: {},
  notes: ['Its auditors see nothing from then on, unless another engagement is under way.'],
  run: ({ context, options, operands: [id = ''] }) =>
    withPeople(context, (app) => {
      endEngagement(app, localOperator, { id });
      if (options.json) printJson(context.stdout, { id, ended: true });
      else printText(context.stdout, `${id} has ended.`);
    }),
});
