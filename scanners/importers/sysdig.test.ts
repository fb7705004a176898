import { describe, expect, it } from 'vitest';
import { readSample, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { sysdig } from './sysdig.ts';

describe('a Sysdig report (JSON)', () => {
  tryReport({ importer: sysdig, samples: ['sysdig/sysdig-2025.json'], saysItsEnd: true });

  it('takes one image that runs in three workloads as one', () => {
    const { hosts, flaws } = readSample(sysdig, 'sysdig/sysdig-2025.json');
    expect(hosts).toHaveLength(1);
    expect(flaws.map(({ product }) => product?.scheme)).toEqual(['deb', 'pep440', 'deb']);
  });
});

describe('a Sysdig report (CSV)', () => {
  tryReport({ importer: sysdig, samples: ['sysdig/sysdig_reports_one_vul.csv'], saysItsEnd: false });

  it('takes the leading v off a fixed version that has none in its own order', () => {
    expect(readSample(sysdig, 'sysdig/sysdig_reports_one_vul.csv').flaws[0]?.product).toMatchObject({
      name: 'pkg:maven/com.fasterxml.jackson.core/jackson-databind',
      fixed: '2.9.8',
    });
  });

  it.each(['2.0', '3.0', '3.1', '4.0'])('knows the version %s of a score without a vector', (version) => {
    const text = `vuln_id,scan_package_name,container_image,vuln_cvss_version,vuln_cvss_score\nCVE-2024-1234,curl,app:1,${version},7.5\n`;
    expect(readText(sysdig, text).flaws[0]?.cvss).toEqual({ version, score: 7.5, vector: null });
  });

  it('reads the columns that are named as in the JSON, and what was accepted', () => {
    const text =
      'vuln_id,scan_package_name,scan_package_version,scan_package_type,container_image,vuln_risk_accepted\n' +
      'CVE-2024-1,golang.org/x/net,v0.1.0,Go,app:1,true\n';
    expect(sysdig.recognises(text)).toBe(true);
    expect(readText(sysdig, text).flaws[0]).toMatchObject({ status: 'accepted', product: { scheme: 'go' } });
  });
});
