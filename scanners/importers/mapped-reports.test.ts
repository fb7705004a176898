import { describe, expect, it } from 'vitest';
import { tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { hostFields, plainWord } from './column-mapping.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { action1 } from './mappings/action1.ts';
import { automox } from './mappings/automox.ts';
import { bigfix } from './mappings/bigfix.ts';
import { intune } from './mappings/intune.ts';
import { ivanti } from './mappings/ivanti.ts';
import { jetpatch } from './mappings/jetpatch.ts';
import { jumpcloud } from './mappings/jumpcloud.ts';
import { manageengine } from './mappings/manageengine.ts';
import { ninjaone } from './mappings/ninjaone.ts';
import { sccm } from './mappings/sccm.ts';
import { wsus } from './mappings/wsus.ts';
import { zenworks } from './mappings/zenworks.ts';
import { reportImporters, type ReportFormat } from './reports.ts';

const mapped: readonly { format: ReportFormat; mapping: ColumnMapping; samples: readonly string[] }[] = [
  { format: 'wsus-csv', mapping: wsus, samples: ['update-states'] },
  { format: 'sccm-csv', mapping: sccm, samples: ['update-compliance'] },
  { format: 'intune-csv', mapping: intune, samples: ['quality-update-states', 'feature-update-states'] },
  { format: 'bigfix-csv', mapping: bigfix, samples: ['fixlets'] },
  { format: 'zenworks-csv', mapping: zenworks, samples: ['patch-states'] },
  { format: 'ivanti-csv', mapping: ivanti, samples: ['patch-states'] },
  { format: 'manageengine-csv', mapping: manageengine, samples: ['patch-details', 'missing-patches'] },
  { format: 'action1-csv', mapping: action1, samples: ['missing-updates'] },
  { format: 'jumpcloud-csv', mapping: jumpcloud, samples: ['patch-states'] },
  { format: 'jetpatch-csv', mapping: jetpatch, samples: ['patch-states'] },
  { format: 'automox-csv', mapping: automox, samples: ['packages'] },
  { format: 'ninjaone-csv', mapping: ninjaone, samples: ['os-patches'] },
];

describe.each(mapped)('$format', ({ format, mapping, samples }) => {
  const [first, ...rest] = samples.map((name) => `${format}/${name}.csv`);
  tryReport({
    importer: reportImporters[format],
    samples: [first ?? '', ...rest],
    saysItsEnd: false,
  });

  it('is alone in recognising each of its sets of columns', () => {
    for (const set of mapping.identifiedBy) {
      const claimed = Object.entries(reportImporters)
        .filter(([, { recognises }]) => recognises(`${set.join(',')}\n`))
        .map(([name]) => name);
      expect(claimed, set.join(', ')).toEqual([format]);
    }
  });

  it('finds the columns of a host in any file that it recognises', () => {
    const columns: ColumnMapping['columns'] = mapping.columns;
    const hosts = hostFields.flatMap((field) => columns[field] ?? []).map(plainWord);
    for (const set of mapping.identifiedBy)
      expect(
        set.filter((name) => hosts.includes(plainWord(name))),
        set.join(', '),
      ).not.toEqual([]);
  });
});
