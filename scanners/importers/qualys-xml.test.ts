import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { qualysXml } from './qualys-xml.ts';

const table = 'Package\tInstalled Version\tRequired Version\nopenssl\t1.1.1f-1ubuntu2.16\t1.1.1f-1ubuntu2.17';

const scan = (results: string, status = 'FINISHED'): string =>
  `<?xml version="1.0" encoding="UTF-8" ?><!DOCTYPE SCAN SYSTEM "https://qualysapi.qualys.com/scan-1.dtd"><SCAN value="scan/1706954400.12345"><HEADER><KEY value="USERNAME">acme_ab</KEY><KEY value="DATE"><![CDATA[2024-02-03T10:00:00Z]]></KEY><KEY value="STATUS">${status}</KEY></HEADER><IP value="192.0.2.20" name="web3.example.com"><OS><![CDATA[Ubuntu Linux 20.04]]></OS>${results}</IP></SCAN>`;

const scanTime =
  '<INFOS><CAT value="Information gathering"><INFO number="45038" severity="1"><TITLE>Host Scan Time</TITLE><RESULT><![CDATA[Scan duration: 60 seconds\n\nStart time: Sat, Feb 03 2024, 10:01:00 GMT\n\nEnd time: Sat, Feb 03 2024, 10:02:00 GMT]]></RESULT></INFO></CAT></INFOS>';
const login = (qid: string): string =>
  `<INFOS><CAT value="x"><INFO number="${qid}" severity="1"><TITLE>Authentication</TITLE></INFO></CAT></INFOS>`;
const flaw = `<VULNS><CAT value="Ubuntu" port="443" protocol="tcp"><VULN number="198987" severity="4" cveid="CVE-2022-0778"><TITLE><![CDATA[Ubuntu Security Notification for OpenSSL (USN-5328-1)]]></TITLE><CVSS_BASE>4.3</CVSS_BASE><CVSS3_BASE>7.5</CVSS3_BASE><RESULT format="table"><![CDATA[${table}]]></RESULT></VULN></CAT></VULNS>`;

describe('the result of a Qualys scan', () => {
  it('gives port, packages and fix of a result', () => {
    const { flaws } = readText(qualysXml, scan(flaw + scanTime));
    expect(flaws[0]).toMatchObject({
      check: '198987',
      port: 'tcp/443',
      severity: 'high',
      fixes: ['USN-5328-1'],
      cves: ['CVE-2022-0778'],
      cvss: { version: '3.1', score: 7.5 },
      product: {
        name: 'openssl',
        installed: '1.1.1f-1ubuntu2.16',
        fixed: '1.1.1f-1ubuntu2.17',
        scheme: 'deb',
      },
    });
  });

  it('is complete with the end of the host’s scan in a finished scan', () => {
    expect(readText(qualysXml, scan(flaw + scanTime)).hosts[0]).toMatchObject({
      name: 'web3.example.com',
      finishedAt: '2024-02-03T10:02:00.000Z',
      complete: true,
      credentialed: null,
    });
    expect(readText(qualysXml, scan(flaw)).hosts[0]?.complete).toBe(false);
    expect(readText(qualysXml, scan(flaw + scanTime, 'CANCELED')).hosts[0]?.complete).toBe(false);
  });

  it('knows accepted and refused logins', () => {
    expect(readText(qualysXml, scan(login('38307'))).hosts[0]?.credentialed).toBe(true);
    expect(readText(qualysXml, scan(login('105053') + login('38307'))).hosts[0]?.credentialed).toBe(false);
  });

  it('passes over the name of a document type, and refuses one with declarations', () => {
    const bomb = scan(flaw).replace('scan-1.dtd">', 'scan-1.dtd" [<!ENTITY a "b">]>');
    expect(() => readText(qualysXml, bomb)).toThrow(/declares a document type/);
  });
});

describe('Qualys’ list of detections', () => {
  const list = (warning: string, request = ''): string =>
    `<HOST_LIST_VM_DETECTION_OUTPUT>${request}<RESPONSE><DATETIME>2024-02-03T12:00:00Z</DATETIME><HOST_LIST><HOST><ID>77</ID><IP>192.0.2.21</IP><TRACKING_METHOD>IP</TRACKING_METHOD><OS>Ubuntu</OS><DNS>db.example.com</DNS><LAST_VM_SCANNED_DATE>2024-02-03T11:00:00Z</LAST_VM_SCANNED_DATE><LAST_VM_AUTH_SCANNED_DATE>2024-01-01T11:00:00Z</LAST_VM_AUTH_SCANNED_DATE><DETECTION_LIST><DETECTION><QID>198987</QID><TYPE>Confirmed</TYPE><SEVERITY>4</SEVERITY><RESULTS>${table}</RESULTS><STATUS>Fixed</STATUS><FIRST_FOUND_DATETIME>2024-01-01T00:00:00Z</FIRST_FOUND_DATETIME><IS_IGNORED>0</IS_IGNORED></DETECTION><DETECTION><QID>5</QID><TYPE>Potential</TYPE><SEVERITY>2</SEVERITY><STATUS>Active</STATUS><IS_DISABLED>1</IS_DISABLED></DETECTION></DETECTION_LIST></HOST></HOST_LIST>${warning}</RESPONSE></HOST_LIST_VM_DETECTION_OUTPUT>`;

  it('keeps what was fixed and what was set aside, and sees that the last scan had no login', () => {
    const { hosts, flaws } = readText(qualysXml, list(''));
    expect(flaws.map(({ status }) => status)).toEqual(['fixed', 'accepted']);
    expect(flaws[1]?.evidence).toMatch(/^Potential/);
    expect(hosts[0]).toMatchObject({ key: '77#1', credentialed: false, complete: false });
  });

  type Asked = Readonly<Record<string, string>>;
  const whole = { action: 'list', echo_request: '1', include_ignored: '1', include_disabled: '1' };
  const echo = (asked: Asked, posted = ''): string => {
    const params = Object.entries(asked).map(
      ([key, value]) => `<PARAM><KEY>${key}</KEY><VALUE><![CDATA[${value}]]></VALUE></PARAM>`,
    );
    return `<REQUEST><DATETIME>2024-02-03T12:00:00Z</DATETIME><USER_LOGIN>acme_ab</USER_LOGIN><RESOURCE>https://qualysapi.qualys.com/api/2.0/fo/asset/host/vm/detection/</RESOURCE><PARAM_LIST>${params.join('')}</PARAM_LIST>${posted}</REQUEST>`;
  };
  const isComplete = (request: string, warning = ''): boolean | undefined =>
    readText(qualysXml, list(warning, request)).hosts[0]?.complete;

  it.each<[string, Asked]>([
    ['all detections', {}],
    ['certain hosts', { ids: '77', ips: '192.0.2.0/24', use_tags: '1', tag_set_include: 'linux' }],
    ['hosts scanned of late', { vm_scan_since: '2024-01-01', vm_auth_scan_date_after: '2024-01-01' }],
    [
      'other texts and sizes',
      { show_results: '0', show_igs: '1', truncation_limit: '0', output_format: 'XML' },
    ],
    ['all that is open', { status: 'Re-Opened,Active,New', severities: '1-5', arf_kernel_filter: '0' }],
  ])('is complete where the echoed request is for %s', (_, asked) => {
    expect(isComplete(echo({ ...whole, ...asked }))).toBe(true);
  });

  it.each<[string, Asked]>([
    ['certain checks', { qids: '198987' }],
    ['high severities', { severities: '4-5' }],
    ['what is new', { status: 'New,Active' }],
    ['what was fixed', { status: 'Fixed' }],
    ['a search list', { include_search_list_ids: '7' }],
    ['less than a search list', { exclude_search_list_titles: 'kernel' }],
    ['what changed', { detection_updated_since: '2024-01-01' }],
    ['what was processed', { detection_processed_after: '2024-01-01' }],
    ['what was tested', { detection_last_tested_since: '2024-01-01' }],
    ['running kernels', { arf_kernel_filter: '1' }],
    ['what is not superseded', { filter_superseded_qids: '1' }],
    ['high scores', { qds_min: '70' }],
    ['what is not ignored', { include_ignored: '0' }],
    ['confirmed vulnerabilities', { include_vuln_type: 'confirmed' }],
    ['something with a name of JavaScript', { constructor: '1' }],
    ['something that we do not know', { a_parameter_of_tomorrow: '1' }],
  ])('is not complete where the echoed request is for %s', (_, asked) => {
    expect(isComplete(echo({ ...whole, ...asked }))).toBe(false);
  });

  it('is not complete where what Qualys ignores was not asked for', () => {
    expect(isComplete(echo({ action: 'list', echo_request: '1' }))).toBe(false);
  });

  it('looks also at what was posted', () => {
    const posted = (text: string): string => `<POST_DATA><![CDATA[${text}]]></POST_DATA>`;
    expect(isComplete(echo({}, posted(new URLSearchParams(whole).toString())))).toBe(true);
    expect(isComplete(echo(whole, posted('severities=5')))).toBe(false);
  });

  it('is not complete when it goes on elsewhere', () => {
    const warning = '<WARNING><CODE>1980</CODE><TEXT>1000 record limit exceeded.</TEXT></WARNING>';
    expect(isComplete(echo(whole), warning)).toBe(false);
  });
});
