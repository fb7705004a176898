import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { openvasXml } from './openvas-xml.ts';

const result = (host: string, severity: string, more = ''): string =>
  `<result id="r"><name>Debian: Security Advisory (DSA-5343-1)</name><host>${host}<hostname>web1.example.com</hostname></host><port>general/tcp</port><nvt oid="1.3.6.1.4.1.25623.1.1.1.1.2023.5343"><type>nvt</type><cvss_base>7.5</cvss_base><tags>cvss_base_vector=AV:N/AC:L/Au:N/C:N/I:N/A:C|summary=The remote host is missing an update.</tags><refs><ref type="advisory_id" id="DSA-5343-1"/><ref type="cve" id="CVE-2023-0286"/></refs></nvt><threat>High</threat><severity>${severity}</severity><qod><value>97</value></qod>${more}</result>`;

const details = (...names: string[]): string =>
  names.map((name) => `<detail><name>${name}</name><value>x</value></detail>`).join('');

const host = (ip: string, content: string): string =>
  `<host><ip>${ip}</ip><start>2024-02-03T10:00:00Z</start><end>2024-02-03T10:30:00Z</end><detail><name>best_os_txt</name><value>Debian GNU/Linux 11</value></detail>${content}</host>`;

function report(results: string, hosts: string, status = 'Done', count = ''): string {
  return `<get_reports_response status="200" status_text="OK"><report id="a" format_id="b"><report id="a"><scan_run_status>${status}</scan_run_status><results max="100" start="1">${results}</results>${count}${hosts}</report></report></get_reports_response>`;
}

describe('a Greenbone report in the answer of the management protocol', () => {
  const description =
    '<description>Vulnerable package:   libssl1.1\nInstalled version:    libssl1.1-1.1.1n-0+deb11u3\nFixed version:      &gt;=libssl1.1-1.1.1n-0+deb11u4</description>';

  it('joins results with the host’s own element', () => {
    const { hosts, flaws } = readText(
      openvasXml,
      report(result('192.0.2.5', '7.5', description), host('192.0.2.5', details('Auth-SSH-Success'))),
    );
    expect(hosts).toHaveLength(1);
    expect(hosts[0]).toMatchObject({
      name: 'web1.example.com',
      addresses: ['192.0.2.5'],
      os: 'Debian GNU/Linux 11',
      finishedAt: '2024-02-03T10:30:00.000Z',
      credentialed: true,
      complete: true,
    });
    expect(flaws[0]).toMatchObject({
      fixes: ['DSA-5343-1'],
      cves: ['CVE-2023-0286'],
      cvss: { version: '2.0', score: 7.5, vector: 'AV:N/AC:L/Au:N/C:N/I:N/A:C' },
      port: null,
      product: { name: 'libssl1.1', installed: '1.1.1n-0+deb11u3', fixed: '1.1.1n-0+deb11u4', scheme: 'deb' },
    });
    expect(flaws[0]?.evidence).toMatch(/Quality of detection: 97 %$/);
  });

  it('lets a refused login outweigh an accepted one', () => {
    const hosts = host('192.0.2.5', details('Auth-SSH-Success', 'Auth-SMB-Failure'));
    expect(readText(openvasXml, report('', hosts)).hosts[0]?.credentialed).toBe(false);
  });

  it('takes a host without results as scanned and clean', () => {
    const { hosts, flaws } = readText(openvasXml, report('', host('192.0.2.6', '')));
    expect([hosts.length, flaws.length]).toEqual([1, 0]);
    expect(hosts[0]?.complete).toBe(true);
  });

  it('does not call a stopped scan complete, nor one page of its results', () => {
    const one = result('192.0.2.5', '7.5');
    const own = host('192.0.2.5', '');
    const stopped = readText(openvasXml, report(one, own, 'Stopped'));
    const page = readText(
      openvasXml,
      report(one, own, 'Done', '<result_count>9<filtered>7</filtered></result_count>'),
    );
    const whole = readText(
      openvasXml,
      report(one, own, 'Done', '<result_count>9<filtered>1</filtered></result_count>'),
    );
    expect([stopped, page, whole].map(({ hosts }) => hosts[0]?.complete)).toEqual([false, false, true]);
  });

  it('does not call a selection of its results complete', () => {
    const one = result('192.0.2.5', '7.5');
    const own = host('192.0.2.5', '');
    const chosen = (term: string) =>
      readText(openvasXml, report(one, `<filters id=""><term>${term}</term></filters>${own}`)).hosts[0]
        ?.complete;
    expect(chosen('apply_overrides=0 levels=hml rows=100 min_qod=70 first=1 sort-reverse=severity')).toBe(
      true,
    );
    expect(
      ['levels=h', 'levels=hml min_qod=90', 'severity&gt;6.9', 'host=192.0.2.5', 'ssh'].map(chosen),
    ).toEqual(Array(5).fill(false));
  });

  it('does not call a host complete on which a test broke off, and counts that', () => {
    const hosts = host('192.0.2.5', '') + host('192.0.2.6', '');
    const errors = `<errors><count>1</count><error><host>192.0.2.6<asset asset_id="a"/></host><description>NVT timed out after 320 seconds.</description></error></errors>`;
    const error = result('192.0.2.5', '-3.0');
    const read = readText(openvasXml, report(error, errors + hosts));
    expect(read.hosts.map(({ complete }) => complete)).toEqual([false, false]);
    expect([read.flaws, read.skipped]).toEqual([[], { 'error of the scan': 2 }]);
  });

  it('keeps what an override rates as nothing, and counts what one calls a false positive', () => {
    const results =
      result(
        '192.0.2.5',
        '0.0',
        '<original_threat>High</original_threat><original_severity>7.5</original_severity>',
      ) + result('192.0.2.5', '-1.0', '<original_severity>7.5</original_severity>');
    const { flaws, skipped } = readText(openvasXml, report(results, host('192.0.2.5', '')));
    expect(flaws).toMatchObject([{ status: 'accepted', severity: 'high' }]);
    expect(flaws[0]?.evidence).toMatch(/^An override of the tool rates it 0.0 instead of 7.5\./);
    expect(skipped).toEqual({ 'false positive': 1 });
  });

  it('counts logs as informational', () => {
    const { flaws, skipped } = readText(
      openvasXml,
      report(result('192.0.2.5', '0.0'), host('192.0.2.5', '')),
    );
    expect([flaws.length, skipped]).toEqual([0, { informational: 1 }]);
  });
});
