import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { defenderJson } from './defender-json.ts';
import { naabu } from './naabu.ts';
import { lynis } from './lynis.ts';
import { nexposeXml } from './nexpose-xml.ts';
import { openscapXccdf } from './openscap-xccdf.ts';
import { tenableCsv } from './tenable-csv.ts';
import { wazuh } from './wazuh.ts';

describe('Wazuh', () => {
  const state = (condition: string): string =>
    JSON.stringify({
      hits: {
        hits: [
          {
            _source: {
              agent: { id: '007', name: 'web1' },
              host: { ip: ['192.0.2.1'], os: { full: 'Debian GNU/Linux 12' } },
              package: { name: 'libssl3', version: '3.0.9-1', type: 'deb', architecture: 'amd64' },
              vulnerability: { id: 'CVE-2023-5363', severity: 'High', scanner: { condition } },
            },
          },
        ],
      },
    });

  it.each([
    ['Package less than 3.0.11-1~deb12u2', '3.0.11-1~deb12u2'],
    ['Package less than or equal to 3.0.9-1', null],
    ['Package default status', null],
  ])('takes from “%s” the fixed version %s', (condition, fixed) => {
    const { flaws, hosts } = readText(wazuh, state(condition));
    expect(flaws[0]?.product).toMatchObject({ installed: '3.0.9-1', fixed, scheme: 'deb' });
    expect(hosts[0]).toMatchObject({ addresses: ['192.0.2.1'], credentialed: true, complete: false });
  });

  it('names of the fixes that references lead to the one of the host’s vendor', () => {
    const reference =
      '"reference":"https://access.redhat.com/errata/RHSA-2024:1, https://www.debian.org/security/DSA-5532-1",';
    const text = state('Package default status').replace('"severity"', `${reference}"severity"`);
    expect(readText(wazuh, text).flaws[0]?.fixes).toEqual(['DSA-5532-1']);
  });

  it('keeps agents of one number apart whose clusters differ, and counts what was not answered', () => {
    const [hit] = JSON.parse(state('')).hits.hits as { _source: object }[];
    const of = (cluster: string, name: string) => ({
      _source: { ...hit?._source, agent: { id: '007', name }, wazuh: { cluster: { name: cluster } } },
    });
    const hits = [of('a', 'web1'), of('b', 'db1'), of('a', 'web1')];
    const { hosts, flaws } = readText(wazuh, JSON.stringify({ hits: { hits } }));
    expect(hosts.map(({ key, name }) => [key, name])).toEqual([
      ['007', 'web1'],
      ['b/007', 'db1'],
    ]);
    expect(flaws.map(({ host }) => host)).toEqual(['007', 'b/007', '007']);
    const failed =
      '{"data":{"affected_items":[{"cve":"CVE-2023-5363","agent_id":"1"}],"failed_items":[{"id":["2"]}]}}';
    expect(readText(wazuh, failed).skipped).toEqual({ 'not answered by the agent': 1 });
  });

  it('refuses items that name no agent', () => {
    expect(() => readText(wazuh, '{"data":{"affected_items":[{"cve":"CVE-2023-5363"}]}}')).toThrow(
      /names no host/,
    );
  });
});

describe('Microsoft Defender', () => {
  const row = {
    deviceId: 'd1',
    deviceName: 'fs01',
    cveId: 'CVE-2024-38063',
    softwareName: 'windows',
    recommendedSecurityUpdateId: '5041578',
  };

  it.each([
    ['an answer', JSON.stringify({ '@odata.context': 'x', value: [row] })],
    ['an array', JSON.stringify([row])],
    ['lines', `${JSON.stringify(row)}\n${JSON.stringify(row)}\n`],
  ])('reads %s', (_form, text) => {
    expect(defenderJson.recognises(text)).toBe(!text.includes('@odata') || text.includes('deviceId'));
    const { flaws, hosts } = readText(defenderJson, text);
    expect(flaws[0]).toMatchObject({ fixes: ['KB5041578'], cves: ['CVE-2024-38063'] });
    expect(hosts).toHaveLength(1);
  });
});

describe('Tenable Vulnerability Management', () => {
  const header =
    'Plugin ID,Risk,Host,Name,Plugin Output,Vulnerability State,IP Address,Last Authenticated Results Date,Last Unauthenticated Results Date,Modification';
  const read = (row: string) => readText(tenableCsv, `${header}\n${row}\n`);

  it('keeps what was fixed and what was accepted', () => {
    expect(read('1,High,h,t,,Fixed,192.0.2.1,,,NONE').flaws[0]?.status).toBe('fixed');
    expect(read('1,High,h,t,,Active,192.0.2.1,,,ACCEPTED').flaws[0]?.status).toBe('accepted');
  });

  it.each([
    ['2024-02-03T00:00:00Z', '', true],
    ['2024-02-03T00:00:00Z', '2024-02-02T00:00:00Z', true],
    ['2024-02-03T00:00:00Z', '2024-02-04T00:00:00Z', false],
    ['', '2024-02-04T00:00:00Z', false],
    ['', '', null],
  ])('with login %s, without %s: credentialed %s', (withLogin, without, expected) => {
    const { hosts } = read(`1,High,h,t,,Active,192.0.2.1,${withLogin},${without},NONE`);
    expect(hosts[0]?.credentialed).toBe(expected);
  });

  it('lets a failed login outweigh the dates', () => {
    const { hosts } = read(
      '21745,None,h,Authentication Failure,,Active,192.0.2.1,2024-02-03T00:00:00Z,,NONE',
    );
    expect(hosts[0]?.credentialed).toBe(false);
  });
});

describe('OpenSCAP', () => {
  const result = (word: string, more = ''): string =>
    `<rule-result idref="r1" severity="high"><result>${word}</result>${more}</rule-result>`;
  const arf = (results: string, identity = 'root'): string =>
    `<arf:asset-report-collection xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1"><arf:report><arf:content><TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" start-time="2026-02-03T10:00:00+01:00" end-time="2026-02-03T10:01:00+01:00"><identity authenticated="false" privileged="false">${identity}</identity><target>app1</target>${results}</TestResult></arf:content></arf:report><Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"><Rule id="r1"><title>RHSA-2024:1784: gnutls security update (Moderate)</title></Rule></Benchmark></arf:asset-report-collection>`;

  it('finds titles that stand behind the results of an ARF', () => {
    const { flaws, hosts } = readText(openscapXccdf, arf(result('fail', '<ident>CVE-2024-28834</ident>')));
    expect(flaws[0]).toMatchObject({ fixes: ['RHSA-2024:1784'], cves: ['CVE-2024-28834'], severity: 'high' });
    expect(hosts[0]).toMatchObject({
      name: 'app1',
      finishedAt: '2026-02-03T09:01:00.000Z',
      timeAssumed: false,
      credentialed: true,
      complete: true,
    });
  });

  it('keeps a failed rule that a person gave another result, as accepted', () => {
    const override =
      '<override time="2026-02-04T10:00:00Z" authority="ann"><old-result>fail</old-result><new-result>pass</new-result><remark>Not reachable.</remark></override><ident>CVE-2024-28834</ident>';
    const { flaws, hosts, skipped } = readText(openscapXccdf, arf(result('pass', override)));
    expect(flaws).toMatchObject([{ status: 'accepted', cves: ['CVE-2024-28834'] }]);
    expect(flaws[0]?.evidence).toMatch(/^Failed; overridden by ann: Not reachable\./);
    expect([hosts[0]?.complete, skipped]).toEqual([true, {}]);
  });

  it('names the rules that it judged: of those that a profile leaves out nothing is known', () => {
    const rule = (id: string, word: string) =>
      `<rule-result idref="${id}" severity="high"><result>${word}</result></rule-result>`;
    const ranOf = (results: string) => readText(openscapXccdf, arf(results)).hosts[0]?.ran;
    expect(ranOf(rule('r1', 'pass') + rule('r2', 'notselected'))).toEqual({
      checks: ['r1'],
      narrow: true,
      patches: true,
    });
    expect(ranOf(rule('r2', 'fail') + rule('r3', 'notapplicable'))).toEqual({
      checks: ['r2', 'r3'],
      narrow: false,
      patches: false,
    });
  });

  it('is not complete when a rule could not be judged, and not credentialed for an ordinary user', () => {
    const { hosts, skipped } = readText(openscapXccdf, arf(result('error') + result('pass'), 'guest'));
    expect(hosts[0]).toMatchObject({ complete: false, credentialed: false });
    expect(skipped).toEqual({ 'not judged by the scanner': 1, passed: 1 });
  });
});

describe('Nexpose', () => {
  const report = (status: string, scan = 'finished'): string =>
    `<NexposeReport version="2.0"><scans><scan id="1" startTime="20240203T100000000" endTime="20240203T110000000" status="${scan}"/></scans><nodes><node address="192.0.2.4" status="alive" device-id="9"><names><name>db.example.com</name></names><tests><test id="usn-6450-1" status="${status}" scan-id="1"><Paragraph>Vulnerable software installed</Paragraph></test></tests></node></nodes><VulnerabilityDefinitions><vulnerability id="USN-6450-1" title="Ubuntu: USN-6450-1: OpenSSL" severity="8" cvssScore="7.1" cvssVector="(AV:N/AC:M/Au:N/C:C/I:N/A:N)"><references><reference source="CVE">CVE-2023-5363</reference><reference source="UBUNTU">USN-6450-1</reference></references></vulnerability></VulnerabilityDefinitions></NexposeReport>`;

  it('takes titles, ids and fixes from the definitions at the end', () => {
    expect(readText(nexposeXml, report('vulnerable-version')).flaws[0]).toMatchObject({
      fixes: ['USN-6450-1'],
      cves: ['CVE-2023-5363'],
      severity: 'critical',
      cvss: { version: '2.0', score: 7.1 },
    });
  });

  it('tells tests that say nothing from those that found nothing', () => {
    const of = (status: string) => {
      const { hosts, skipped } = readText(nexposeXml, report(status));
      return [skipped, hosts[0]?.complete];
    };
    expect(of('overridden-vulnerable-version')).toEqual([{ 'not vulnerable': 1 }, true]);
    expect(of('skipped-disabled')).toEqual([{ 'test not run': 1 }, true]);
    expect(of('error')).toEqual([{ 'not judged by the scanner': 1 }, false]);
    expect(of('unknown')).toEqual([{ 'not judged by the scanner': 1 }, false]);
  });

  it('counts what is not vulnerable, keeps exceptions, and knows a stopped scan', () => {
    expect(readText(nexposeXml, report('not-vulnerable')).skipped).toEqual({ 'not vulnerable': 1 });
    expect(readText(nexposeXml, report('exception-vulnerable-version')).flaws[0]?.status).toBe('accepted');
    expect(readText(nexposeXml, report('vulnerable-version', 'stopped')).hosts[0]?.complete).toBe(false);
  });
});

describe('naabu', () => {
  it('knows its shortest lines, and none that hold more than a port', () => {
    expect(naabu.recognises('{"host":"sip.example.com","ip":"192.0.2.1","port":5061}\n')).toBe(true);
    expect(naabu.recognises('{"ip":"192.0.2.1","port":5061,"cve":"CVE-2024-1234"}\n')).toBe(false);
    expect(naabu.recognises('{"ip":"192.0.2.1"}')).toBe(false);
  });
});

describe('Lynis', () => {
  it('refuses a file that holds the reports of two hosts', () => {
    const of = (host: string) =>
      `# Lynis Report\nreport_datetime_start=2026-02-03 10:15:20\nlynis_version=3.1.1\nhostname=${host}\nfinish=true\n`;
    expect(() => readText(lynis, of('web01') + of('web02'))).toThrow(/a second report begins.*line 7/);
  });

  const reportOf = (...lines: string[]) =>
    ['# Lynis Report', 'report_datetime_start=2026-02-03 10:15:20', 'lynis_version=3.1.1', 'hostname=web01']
      .concat(lines, 'report_datetime_end=2026-02-03 10:16:44', 'finish=true', '')
      .join('\n');
  const ranOf = (...lines: string[]) => readText(lynis, reportOf(...lines)).hosts[0]?.ran;

  it('names the tests that ran: those of one group say nothing of packages', () => {
    expect(ranOf('tests_executed=KRNL-5830|PKGS-7392|PKGS-7345|')).toEqual({
      checks: ['KRNL-5830', 'PKGS-7392', 'PKGS'],
      narrow: false,
      patches: false,
    });
    expect(ranOf('tests_executed=KRNL-5830|PKGS-7345|')).toMatchObject({
      checks: ['KRNL-5830'],
      narrow: true,
    });
    expect(ranOf()).toBeUndefined();
  });

  it.each([
    'PKGS-7388|Can’t find any security repository in /etc/apt/sources.list or sources.list.d directory|-|-|',
    'PKGS-7390|apt-get check returned a non successful exit code.|-|-|',
    'PKGS-7383|YUM is not properly configured or registered for this platform (no repolist found)|-|-|',
    'PKGS-7381|No vulnerability database available|pkg audit|text:Run pkg audit -F|',
  ])('takes no answer about packages from a test that had nothing to ask: %s', (warning) => {
    const lines = ['tests_executed=PKGS-7392|PKGS-7381|', `warning[]=${warning}`];
    expect(ranOf(...lines)).toEqual({ checks: [], narrow: true, patches: false });
    const { flaws, skipped } = readText(lynis, reportOf(...lines));
    expect([flaws, skipped]).toEqual([[], { 'configuration check': 1 }]);
  });

  it('takes over its advice without the mark before it', () => {
    const { flaws } = readText(
      lynis,
      reportOf('warning[]=PKGS-7381|Found vulnerable packages|3 vulnerable packages|text:Run pkg audit|'),
    );
    expect(flaws).toMatchObject([{ check: 'PKGS-7381', remedy: 'Run pkg audit' }]);
  });

  it('refuses a report that Lynis did not finish', () => {
    const begun =
      '# Lynis Report\nreport_datetime_start=2026-02-03 10:15:20\nlynis_version=3.1.1\nhostname=web01\n';
    expect(() => readText(lynis, begun)).toThrow(/cut off/);
  });
});
