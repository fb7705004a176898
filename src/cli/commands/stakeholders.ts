import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, narrowOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Systems = Documents['stakeholders'];
type System = Documents['stakeholders-of'];

export const stakeholders = defineCommand({
  summary: 'Who decides and answers in business units and asset groups, or in one of them',
  operands: '[unit/NAME | group/NAME]',
  maxOperands: 1,
  options: { ...narrowOptions, ...csvOption },
  notes: [filterNote('stakeholders'), 'People are named, and acknowledge it, in the browser.'],
  run: ({ context, options, operands: [id] }) => {
    const form = formOf(options);
    if (id === undefined) {
      const query = readQuery('stakeholders', options);
      return printDocument(context, { name: 'stakeholders', query, form, show: showSystems });
    }
    const query = readQuery('stakeholders-of', options, id);
    return printDocument(context, { name: 'stakeholders-of', query, form, show: showSystem });
  },
});

function showSystems({ rows, total, counts, zone, asOf, knownAt }: Systems): string {
  const columns: readonly TableColumn<Systems['rows'][number]>[] = [
    { title: 'System', cell: (row) => row.system },
    { title: 'Name', cell: (row) => row.name },
    {
      title: 'Go/no-go',
      cell: (row) => row.deciders.map(({ domain, name }) => `${domain} ${name}`).join(', '),
    },
    { title: 'Tasks', align: 'right', cell: (row) => row.tasks },
    { title: 'People', align: 'right', cell: (row) => row.people },
    { title: 'Acknowledged', align: 'right', cell: (row) => row.acknowledged },
    { title: 'Changed', cell: (row) => dueDay(row.changedAt, zone) },
  ];
  const facts = [
    countOf(total, 'system'),
    `${counts.unnamed} without people`,
    `${counts.waiting} not acknowledged by all`,
    `as of ${utcMinute(asOf)}, known at event ${knownAt}`,
  ];
  return `${renderTable(columns, rows)}${facts.join(', ')}\n`;
}

function showSystem({ system, content, people, changedBy, changedAt, zone, ...document }: System): string {
  const names = new Map(people.map(({ person, name }) => [person, name]));
  const name = (person: string): string => names.get(person) ?? person;
  const list = (ids: readonly string[]): string | null => ids.map(name).join(', ') || null;
  const facts = renderFacts([
    ['System', `${system.system}, ${system.name}`],
    ['Changed', changedAt === null ? null : `${dueDay(changedAt, zone)} by ${changedBy}`],
    [
      'Stakeholders',
      content.stakeholders.map(({ part, person }) => `${part} ${name(person)}`).join(', ') || null,
    ],
    [
      'Go/no-go',
      content.deciders.map(({ domain, person }) => `${domain} ${name(person)}`).join(', ') || null,
    ],
    [
      'Escalation',
      content.escalation.map(({ person, hours }) => `${name(person)} after ${hours} h`).join(', ') || null,
    ],
    [
      'Not acknowledged',
      list(people.filter(({ acknowledgedAt }) => acknowledgedAt === null).map(({ person }) => person)),
    ],
    ['As of', `${utcMinute(document.asOf)}, known at event ${document.knownAt}`],
  ]);
  const raci = renderTable(
    [
      { title: 'Task', cell: (row) => row.task },
      { title: 'Responsible', cell: (row) => list(row.responsible) },
      { title: 'Accountable', cell: (row) => name(row.accountable) },
      { title: 'Consulted', cell: (row) => list(row.consulted) },
      { title: 'Informed', cell: (row) => list(row.informed) },
    ],
    content.raci,
  );
  return `${facts}\n${raci}`;
}
