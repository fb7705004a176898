import { describe, expect, it } from 'vitest';
import { findingsOfFlaw } from '#core/reports/finding-of-flaw.ts';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
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

it('an update that Automox was told to ignore is accepted, unless it is installed', () => {
  const row = (installed: string, ignored: string) =>
    `1,KB5058411,Cumulative Update (KB5058411),1,${installed},${ignored},critical\n`;
  const text = `server_id,name,display_name,version,installed,ignored,severity\n${row('false', 'true')}${row('false', 'false')}${row('true', 'true')}`;
  const { flaws } = readText(reportImporters['automox-csv'], text);
  expect(flaws.map(({ status }) => status)).toEqual(['accepted', 'open', 'fixed']);
});

it('a row of a patch tool is an update that exists, also where nobody told its vendor’s name', () => {
  const head = 'Device Name,Patch Name,Patch Status,Impact,CVE ID\n';
  const text = `${head}ws-1,Mozilla Firefox 139.0 (Full install),Not Patched,Critical,"CVE-2026-1001, CVE-2026-1002"\n`;
  const [flaw] = readText(reportImporters['zenworks-csv'], text).flaws;
  expect(flaw?.remedy).toBe('Install Mozilla Firefox 139.0 (Full install).');
  expect(flaw && findingsOfFlaw('ZENworks', flaw).fixes).toEqual([
    'check:ZENworks:Mozilla Firefox 139.0 (Full install)',
  ]);
  const zip =
    'Endpoint Name,Update Name,Security Severity,CVE,Installed Version,Available Version\nfront-02,7-Zip 24.09,Important,CVE-2026-1147,23.01,24.09\n';
  expect(readText(reportImporters['action1-csv'], zip).flaws[0]?.product).toMatchObject({
    name: '7-Zip',
    installed: '23.01',
    fixed: '24.09',
  });
});
