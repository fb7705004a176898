import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { nessusCsv } from './nessus-csv.ts';
import { tenableCsv } from './tenable-csv.ts';
import { nessus } from './nessus.ts';

const item = (attributes: string, content: string): string =>
  `<ReportItem port="0" svc_name="general" protocol="tcp" ${attributes}>${content}</ReportItem>`;

const patch = (output: string, more = ''): string =>
  item(
    'severity="3" pluginID="1001" pluginName="Debian DSA-5532-1 : openssl - security update" pluginFamily="Debian Local Security Checks"',
    `<cve>CVE-2023-5363</cve><risk_factor>High</risk_factor>${more}<plugin_output>${output}</plugin_output>`,
  );

const scanInformation = (words: string): string =>
  item(
    'severity="0" pluginID="19506" pluginName="Nessus Scan Information" pluginFamily="Settings"',
    `<risk_factor>None</risk_factor><plugin_output>Information about this scan :\n\nNessus version : 10.7.1\nCredentialed checks : ${words}\nScan Start Date : 2024/2/3 11:00 CET (UTC +01:00)\nScan duration : 240 sec</plugin_output>`,
  );

const failure = (plugin: string): string =>
  item(
    `severity="0" pluginID="${plugin}" pluginName="Authentication" pluginFamily="Settings"`,
    '<risk_factor>None</risk_factor>',
  );

function report(items: string, properties = '<tag name="HOST_END_TIMESTAMP">1706954640</tag>'): string {
  return `<?xml version="1.0" ?><NessusClientData_v2><Report name="weekly"><ReportHost name="192.0.2.9"><HostProperties><tag name="host-fqdn">db1.example.com</tag>${properties}</HostProperties>${items}</ReportHost></Report></NessusClientData_v2>`;
}

const read = (items: string, properties?: string) => readText(nessus, report(items, properties));

describe('products of a Nessus report', () => {
  it('gives each Debian package of a plugin its own flaw', () => {
    const output =
      'Remote package installed : libssl3_3.0.9-1\n  Should be                : libssl3_3.0.11-1~deb12u2\n\n  Remote package installed : openssl_3.0.9-1\n  Should be                : openssl_3.0.11-1~deb12u2';
    const { flaws } = read(patch(output));
    expect(flaws.map(({ product }) => product)).toEqual([
      {
        name: 'libssl3',
        keyedBy: 'binary',
        arch: null,
        installed: '3.0.9-1',
        fixed: '3.0.11-1~deb12u2',
        scheme: 'deb',
      },
      {
        name: 'openssl',
        keyedBy: 'binary',
        arch: null,
        installed: '3.0.9-1',
        fixed: '3.0.11-1~deb12u2',
        scheme: 'deb',
      },
    ]);
    expect(flaws.map(({ record }) => record)).toEqual([1, 1]);
  });

  it('reads Ubuntu’s words and RPM names with epoch and architecture', () => {
    const ubuntu = read(
      patch(
        '  - Installed package : libssl3_3.0.2-0ubuntu1.10\n  - Fixed package     : libssl3_3.0.2-0ubuntu1.12',
      ),
    );
    expect(ubuntu.flaws[0]?.product).toMatchObject({
      name: 'libssl3',
      fixed: '3.0.2-0ubuntu1.12',
      scheme: 'deb',
    });
    const rpm = read(
      patch(
        'Remote package installed : python3-libs-3.6.8-51.el8.x86_64\nShould be : python3-libs-3.6.8-56.el8_9.x86_64',
      ),
    );
    expect(rpm.flaws[0]?.product).toMatchObject({
      name: 'python3-libs',
      arch: 'x86_64',
      installed: '3.6.8-51.el8',
      fixed: '3.6.8-56.el8_9',
      scheme: 'rpm',
    });
  });

  it('keeps of the KBs of all releases the one that is missing on this host', () => {
    const mskb = '<xref>MSKB:5031361</xref><xref>MSKB:5031364</xref><xref>MSFT:MS23-5031364</xref>';
    const { flaws } = read(
      patch(
        'The remote host is missing :\n  - 5031364\n\n  KB : 5031364\n  - C:\\Windows\\System32\\ntoskrnl.exe has not been patched.\n    Remote version : 10.0.20348.2000\n    Should be      : 10.0.20348.2031',
        mskb,
      ),
    );
    expect(flaws[0]?.fixes).toEqual(['DSA-5532-1', 'KB5031364']);
    expect(flaws[0]?.product).toMatchObject({ name: 'Windows', fixed: '10.0.20348.2031', scheme: 'windows' });
  });

  it('writes cross references as the vendors do', () => {
    const { flaws } = read(
      patch('', '<xref>RHSA:2023:1566</xref><xref>USN:6450-1</xref><xref>CWE:79</xref>'),
    );
    expect(flaws[0]?.fixes).toEqual(['DSA-5532-1', 'RHSA-2023:1566', 'USN-6450-1']);
  });
});

describe('what a Nessus report says of the scan', () => {
  it('is credentialed when the scan says so, and keeps address and name', () => {
    const { hosts, facts } = read(scanInformation("yes, as 'scan' via ssh"));
    expect(hosts[0]).toMatchObject({
      name: 'db1.example.com',
      addresses: ['192.0.2.9'],
      credentialed: true,
      finishedAt: '2024-02-03T10:04:00.000Z',
      complete: true,
    });
    expect(facts.toolVersion).toBe('10.7.1');
  });

  it.each(['no', 'partial'])('is not credentialed when the scan says %s', (word) => {
    expect(read(scanInformation(word)).hosts[0]?.credentialed).toBe(false);
  });

  it.each(['21745', '110385', '110723'])(
    'is not credentialed when plugin %s reports a failure, before or after',
    (plugin) => {
      expect(read(scanInformation('yes') + failure(plugin)).hosts[0]?.credentialed).toBe(false);
      expect(read(failure(plugin) + scanInformation('yes')).hosts[0]?.credentialed).toBe(false);
    },
  );

  it('does not know of credentials when nothing is said', () => {
    expect(read(patch('')).hosts[0]?.credentialed).toBeNull();
  });

  it('counts packages of a result beyond the first 200, and keeps one whose version it cannot read', () => {
    const lines = (names: string[]) =>
      names.map((name) => `Remote package installed : ${name}\nShould be : ${name}.1\n`).join('\n');
    const many = read(patch(lines(Array.from({ length: 203 }, (_, at) => `p${at}_1.0`))));
    expect([many.flaws.length, many.skipped]).toEqual([
      200,
      { 'package beyond the first 200 of a result': 3 },
    ]);
    const { flaws } = read(patch(lines(['p_1.0', 'oddity'])));
    expect(flaws.map(({ product }) => [product?.name, product?.installed])).toEqual([
      ['p', '1.0'],
      ['oddity', null],
    ]);
  });

  it('is complete only where the scan says something of itself: a filter at export leaves that out', () => {
    expect(read(patch('')).hosts[0]).toMatchObject({ complete: false });
    expect(read(patch('') + scanInformation('yes')).hosts[0]).toMatchObject({ complete: true });
  });

  it('is not complete without the end of the host’s scan', () => {
    expect(read(patch(''), '').hosts[0]).toMatchObject({ complete: false, finishedAt: null });
  });

  it('counts what is only informational, and hands on what tells of logins', () => {
    const noise = item(
      'severity="0" pluginID="10287" pluginName="Traceroute"',
      '<risk_factor>None</risk_factor>',
    );
    const { flaws, skipped } = read(noise + scanInformation('yes'));
    expect(skipped).toEqual({ informational: 1 });
    expect(flaws.map(({ check, severity }) => [check, severity])).toEqual([['19506', 'info']]);
  });

  it('counts checks of the configuration apart, whatever their rating', () => {
    const check = item(
      'severity="3" pluginID="21157" pluginName="Unix Compliance Checks"',
      '<cm:compliance>true</cm:compliance><cm:compliance-result>FAILED</cm:compliance-result>',
    );
    expect(read(check)).toMatchObject({ flaws: [], skipped: { 'configuration check': 1 } });
  });

  it('takes a clean host as scanned, and a report without hosts as nothing', () => {
    expect(read('').hosts).toHaveLength(1);
    expect(() => readText(nessus, '<NessusClientData_v2><Report name="x"/></NessusClientData_v2>')).toThrow(
      /no host/,
    );
  });

  it('keeps the scans of a host apart that a merged report has twice', () => {
    const twice = report(patch('')).replace(/(<ReportHost[\s\S]*<\/ReportHost>)/, '$1$1');
    const { hosts, flaws } = readText(nessus, twice);
    expect(hosts.map(({ key }) => key)).toEqual(['192.0.2.9', '192.0.2.9#2']);
    expect(flaws.map(({ host }) => host)).toEqual(['192.0.2.9', '192.0.2.9#2']);
  });
});

describe('the policy in a Nessus report', () => {
  const preference = (value: string) =>
    `<preference><name>plugin_set</name><value>${value}</value></preference>`;
  const family = (name: string, status: string) =>
    `<FamilyItem><FamilyName>${name}</FamilyName><Status>${status}</Status></FamilyItem>`;
  const hostOf = (set: string, families: string) => {
    const policy = `<Policy><Preferences><ServerPreferences>${set}</ServerPreferences></Preferences><FamilySelection>${families}</FamilySelection></Policy>`;
    const whole = report(scanInformation('yes'));
    return readText(nessus, whole.replace('<Report ', `${policy}<Report `)).hosts[0];
  };
  const debian = family('Debian Local Security Checks', 'enabled');

  it('names the plugins that ran, and whether they were chosen', () => {
    expect(hostOf(preference('1001;1002;'), debian + family('CGI abuses', 'enabled'))).toMatchObject({
      complete: true,
      ran: { checks: ['1001', '1002'], narrow: false, patches: true },
    });
    expect(hostOf(preference('1001'), debian + family('CGI abuses', 'disabled'))?.ran).toMatchObject({
      narrow: true,
      patches: true,
    });
  });

  it('finds no patches where every family of patches is off', () => {
    const off = family('Debian Local Security Checks', 'disabled') + family('CGI abuses', 'enabled');
    expect(hostOf(preference('9001'), off)?.ran).toMatchObject({ narrow: true, patches: false });
    const windows = off + family('Windows : Microsoft Bulletins', 'mixed');
    expect(hostOf(preference('9001'), windows)?.ran).toMatchObject({ narrow: true, patches: true });
  });

  it('takes a short list without families for a choice, and a long one for all there is', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index + 1).join(';');
    expect(hostOf(preference(many), '')?.ran).toMatchObject({ narrow: false, patches: true });
    expect(hostOf(preference('1;2'), '')?.ran).toMatchObject({ narrow: true, patches: false });
  });

  it('proves nothing where families were chosen and their plugins are not told', () => {
    const host = hostOf(preference('baseline'), family('CGI abuses', 'enabled') + family('Debian', 'mixed'));
    expect([host?.complete, host?.ran]).toEqual([false, undefined]);
    expect(hostOf('', debian)).toMatchObject({ complete: true });
  });
});

describe('Nessus CSV', () => {
  const old =
    'Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution,See Also,Plugin Output\n';
  const row =
    '1001,CVE-2023-5363,7.8,High,192.0.2.9,tcp,443,Debian DSA-5532-1 : openssl,s,d,Upgrade.,,"out ""put"""\n';
  const info =
    '19506,,,None,192.0.2.9,tcp,0,Nessus Scan Information,,,,,"Credentialed checks : yes\nScan Start Date : 2024/2/3 11:00\nScan duration : 240 sec"\n';

  it('reads the old columns, and the times of the scan from its information', () => {
    const { hosts, flaws } = readText(nessusCsv, old + row + info);
    expect(flaws[0]).toMatchObject({
      cvss: { version: '2.0', score: 7.8, vector: null },
      fixes: ['DSA-5532-1'],
      evidence: 'out "put"',
      port: 'tcp/443',
    });
    expect(hosts[0]).toMatchObject({
      credentialed: true,
      startedAt: '2024-02-03T10:00:00.000Z',
      finishedAt: '2024-02-03T10:04:00.000Z',
      timeAssumed: true,
      complete: true,
    });
  });

  it('refuses a file that is cut within quotes or within a record', () => {
    expect(() => readText(nessusCsv, (old + row + info).slice(0, -10))).toThrow(
      /quote is opened and never closed \(line 3\)/,
    );
    expect(() => readText(nessusCsv, `${old}${row}1001,CVE-2023-5363`)).toThrow(/cut off \(line 3\)/);
  });

  it('gives a check without a fix all CVEs of its rows, and counts the rows', () => {
    const row = (cve: string, solution: string, host = '192.0.2.9'): string =>
      `1001,${cve},7.8,High,${host},tcp,443,OpenSSL,s,d,${solution},,out\n`;
    const rows = [
      ...[row('CVE-2023-0001', 'n/a'), row('CVE-2023-0002', 'n/a'), row('CVE-2023-0003', 'n/a', '192.0.2.8')],
      ...[row('CVE-2023-0004', 'n/a'), row('CVE-2023-0001', 'n/a', '192.0.2.8')],
    ];
    const { flaws, skipped } = readText(nessusCsv, old + rows.join(''));
    expect(flaws.map(({ host, cves }) => [host, cves])).toEqual([
      ['192.0.2.9', ['CVE-2023-0001', 'CVE-2023-0002', 'CVE-2023-0004']],
      ['192.0.2.8', ['CVE-2023-0003', 'CVE-2023-0001']],
    ]);
    expect(skipped).toEqual({ 'the same result for another CVE': 3 });
    const remedied = row('CVE-2023-0001', 'Upgrade.') + row('CVE-2023-0002', 'Upgrade.');
    expect(readText(nessusCsv, old + remedied).flaws).toHaveLength(2);
  });

  it('keeps what a rule for plugins shows as none, and leaves out what its plugin rates as none', () => {
    const head =
      'Plugin ID,CVE,Risk,Host,Protocol,Port,Name,Plugin Output,CVSS v3.0 Base Score,CVSS v2.0 Base Score,Risk Factor\n';
    const rows = [
      '1001,CVE-2023-5363,None,192.0.2.9,tcp,443,OpenSSL,out,7.5,5.0,Medium',
      '10114,CVE-1999-0524,None,192.0.2.9,icmp,0,ICMP Timestamp,out,0.0,2.1,Low',
      '10287,,None,192.0.2.9,udp,0,Traceroute,out,,,None',
    ];
    const { flaws, skipped } = readText(nessusCsv, `${head}${rows.join('\n')}\n`);
    expect(flaws).toMatchObject([{ check: '1001', status: 'accepted', severity: 'medium' }]);
    expect(skipped).toEqual({ informational: 2 });
  });

  it('refuses a record of another width in the middle', () => {
    expect(() => readText(nessusCsv, `${old}1001,x\n${row}`)).toThrow(
      /the header has 13 fields, line 2 has 2/,
    );
  });
});

describe('an export of Tenable', () => {
  const head =
    'Plugin ID,CVE,Risk,Host,Protocol,Port,Name,Plugin Output,Vulnerability State,IP Address,Original Severity,Modification\n';
  const row = (risk: string, original: string, modification: string, port = 443): string =>
    `1001,CVE-2023-5363,${risk},web1,tcp,${port},OpenSSL,out,Active,192.0.2.9,${original},${modification}\n`;

  it('keeps what its users accepted or rated as nothing, as accepted', () => {
    const rows = [
      row('None', '3', 'RECASTED'),
      row('High', '3', 'ACCEPTED', 80),
      row('Low', '3', 'RECASTED'),
    ];
    const { flaws, skipped } = readText(tenableCsv, head + rows.join('') + row('None', '0', 'NONE'));
    expect(flaws.map(({ severity, status }) => [severity, status])).toEqual([
      ['high', 'accepted'],
      ['high', 'accepted'],
      ['low', 'open'],
    ]);
    expect(skipped).toEqual({ informational: 1 });
  });
});
