import type { Filter } from './filters.ts';
import type { Column } from './table.ts';

/** What the kinds of events begin with, in words of those who look for them (PCI DSS v4.0.1, 10.2.1). */
const groups: readonly (readonly [string, string])[] = [
  ['access', 'Refused access'],
  ['adjudication', 'Adjudications'],
  ['asset', 'Assets'],
  ['audit-comment', 'Comments of auditors'],
  ['audit-request', 'Requests of auditors'],
  ['audit-sample', 'Samples of auditors'],
  ['control', 'Compensating controls'],
  ['credential', 'Scan credentials'],
  ['engagement', 'Audit engagements'],
  ['evidence', 'Evidence downloaded'],
  ['exception', 'Exceptions'],
  ['factor', 'Second factors'],
  ['feed', 'Feeds'],
  ['finding', 'Findings'],
  ['hostkey', 'Host keys'],
  ['job', 'Jobs'],
  ['log', 'The log itself'],
  ['password', 'Passwords'],
  ['patch', 'Patch research'],
  ['person', 'People and roles'],
  ['policy', 'Policies'],
  ['rank', 'Rank changes'],
  ['register', 'Registers'],
  ['reminder', 'Reminders'],
  ['report', 'Imported reports'],
  ['scan', 'Scans'],
  ['server', 'Start and stop'],
  ['session', 'Sessions'],
  ['sign-in', 'Sign-ins'],
  ['stakeholder', 'Stakeholders'],
  ['token', 'API tokens'],
];

export const logFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'In the object or the content' },
  { name: 'kind', label: 'Kind', options: groups.map(([value, label]) => ({ value, label })) },
  { name: 'actor', label: 'Person', hint: 'Id of a person' },
  { name: 'object', label: 'Object', hint: 'As a row names it' },
  { name: 'from', label: 'From day', hint: '2026-11-01, UTC' },
  { name: 'to', label: 'To day', hint: '2026-11-30, UTC' },
];

export const logColumns: readonly Column[] = [
  { key: 'seq', label: 'Event', align: 'right' },
  { key: 'recordedAt', label: 'Recorded (UTC)' },
  { key: 'kind', label: 'What' },
  { key: 'actor', label: 'Who', wideOnly: true },
  { key: 'object', label: 'Object', wideOnly: true },
  { key: 'body', label: 'Content', desktopOnly: true },
];

/** The content of an event in one short line, such as `reason: too late, id: 17`. */
export function bodyLine(body: unknown, length = 90): string {
  if (typeof body !== 'object' || body === null) return '';
  const parts = Object.entries(body).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name}: ${text}`;
  });
  const line = parts.join(', ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
