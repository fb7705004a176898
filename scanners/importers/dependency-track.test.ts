import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { dependencyTrack } from './dependency-track.ts';

const SAMPLE = 'dependency-track/with_state_fp_na_resolved.json';
const meta = { application: 'Dependency-Track', version: '4.12.0', timestamp: '2026-01-02T03:04:05Z' };
const project = { uuid: 'p1', name: 'shop', version: '2.1' };

describe('a Dependency-Track finding package', () => {
  tryReport({ importer: dependencyTrack, samples: [SAMPLE], saysItsEnd: true });

  it('follows the analysis', () => {
    const { flaws } = readSample(dependencyTrack, SAMPLE);
    expect(flaws.map(({ status }) => status)).toEqual(['not-affected', 'open', 'fixed', 'not-affected']);
  });

  it('takes times without a zone in the declared one', () => {
    expect(readSample(dependencyTrack, SAMPLE).flaws[0]?.firstSeen).toBe('2023-03-10T10:50:21.403Z');
  });

  it('names the project, reads aliases and millisecond times, and marks suppressed findings as accepted', () => {
    const finding = {
      component: { project: 'p1', name: 'qs', version: '6.7.0', purl: 'pkg:npm/qs@6.7.0' },
      vulnerability: {
        vulnId: 'GHSA-hrpp-h998-j3pp',
        severity: 'HIGH',
        aliases: [{ cveId: 'CVE-2022-24999' }],
      },
      analysis: { isSuppressed: true },
      attribution: { attributedOn: 1_700_000_000_000 },
    };
    const { hosts, flaws } = readText(
      dependencyTrack,
      JSON.stringify({ version: '1.2', meta, project, findings: [finding] }),
    );
    expect(hosts).toMatchObject([
      { key: 'p1', name: 'shop:2.1', cloudId: 'p1', startedAt: '2026-01-02T03:04:05.000Z' },
    ]);
    expect(flaws[0]).toMatchObject({
      status: 'accepted',
      cves: ['CVE-2022-24999'],
      firstSeen: '2023-11-14T22:13:20.000Z',
    });
  });

  it('takes a project without findings as looked at, and nothing at all as an error', () => {
    expect(readText(dependencyTrack, JSON.stringify({ meta, project, findings: null })).hosts).toHaveLength(
      1,
    );
    expect(refusalOf(dependencyTrack, JSON.stringify({ meta, findings: [] }))).toBe('REPORT_EMPTY');
  });
});
