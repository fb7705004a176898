import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { neuvector } from './neuvector.ts';

describe('a NeuVector report', () => {
  tryReport({ importer: neuvector, samples: ['neuvector/one_vuln.json'], saysItsEnd: true });

  it('names the image, and orders its packages by its system, wherever that stands', () => {
    const flaw = {
      name: 'CVE-2024-1',
      package_name: 'busybox',
      package_version: '1.36.1-r5',
      severity: 'Medium',
    };
    const report = {
      vulnerabilities: [flaw],
      registry: 'https://registry.example/',
      repository: 'shop',
      tag: '2',
      base_os: 'alpine:3.19',
    };
    const { hosts, flaws } = readText(neuvector, JSON.stringify({ report }));
    expect(hosts[0]).toMatchObject({ name: 'registry.example/shop:2', os: 'alpine:3.19' });
    expect(flaws[0]?.product).toMatchObject({ scheme: 'apk', keyedBy: 'binary' });
  });

  it('counts checks, secrets and permissions', () => {
    expect(readSample(neuvector, 'neuvector/one_vuln.json').skipped).toEqual({
      'configuration check': 1,
      secret: 1,
      'file permission': 1,
    });
  });
});
