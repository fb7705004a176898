import { describe, expect, it } from 'vitest';
import { readMapping } from '#scanners/importers/column-mapping.ts';
import { documentOf, draftOf, guessWords, newDraft, readDraft } from './mapping-draft.ts';

const header = ['Server', 'Patch', 'State'];

function formOf(entries: readonly (readonly [string, string])[]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe('a mapping that is being made', () => {
  it('is read from its form and becomes a document that is read back as the same draft', () => {
    const draft = readDraft(
      formOf([
        ['name', 'servers'],
        ['basedOn', '2'],
        ['tool', 'Server list'],
        ['title', 'the server list (CSV)'],
        ['column.host', 'Server'],
        ['column.title', 'Patch'],
        ['column.status', 'State'],
        ['constant.os', 'Windows'],
        ['word.status', 'offen'],
        ['meaning.status', 'open'],
        ['word.status', 'weg'],
        ['meaning.status', ''],
        ['dates', 'day-first'],
        ['withoutStatus', 'unknown'],
        ['complete', 'yes'],
        ['credentialed', 'yes'],
      ]),
    );
    const document = documentOf(draft, header);
    expect(document).toMatchObject({
      identifiedBy: [header],
      columns: { host: ['Server'], title: ['Patch'], status: ['State'] },
      constants: { os: 'Windows' },
      statuses: { open: ['offen'] },
      required: ['status'],
      withoutStatus: 'unknown',
      complete: true,
      credentialed: true,
    });
    readMapping(Buffer.from(JSON.stringify(document)));
    expect(draftOf(document, { name: 'servers', version: 2 })).toEqual(draft);
  });

  it('takes nothing from a form that it does not know', () => {
    const draft = readDraft(
      formOf([
        ['dates', 'guess'],
        ['basedOn', 'x'],
        ['credentialed', 'perhaps'],
      ]),
    );
    expect(draft).toEqual({ ...newDraft({}, ''), name: '' });
  });

  it('begins with guesses and a name after the file', () => {
    expect(newDraft({ host: 'Server' }, 'Server list – März 2026.csv')).toMatchObject({
      name: 'server-list-m-rz-2026',
      columns: { host: 'Server', title: '' },
    });
    expect(guessWords({ severity: ['Urgent', 'A'], status: ['Missing', 'Installed', 'toString'] })).toEqual({
      severities: { Urgent: 'critical' },
      statuses: { Missing: 'open', Installed: 'fixed' },
    });
  });
});
