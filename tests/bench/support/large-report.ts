import { closeSync, openSync, writeSync } from 'node:fs';

/** Results of one host; a report of a million results has a thousand hosts. */
const PER_HOST = 1000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');

/** Writes a report as Nessus exports it, with as many results as asked for. */
export function writeLargeReport(path: string, { rows, form }: { rows: number; form: 'xml' | 'csv' }): void {
  const file = openSync(path, 'w');
  const parts: string[] = [];
  const write = (text: string) => {
    parts.push(text);
    if (parts.length < 2000) return;
    writeSync(file, parts.join(''));
    parts.length = 0;
  };
  (form === 'xml' ? writeXml : writeCsv)(rows, write);
  writeSync(file, parts.join(''));
  closeSync(file);
}

type Write = (text: string) => void;

function writeXml(rows: number, write: Write): void {
  write('<?xml version="1.0" ?>\n<NessusClientData_v2>\n<Report name="bench">\n');
  for (let host = 0; host * PER_HOST < rows; host += 1) {
    const started = begun / 1000 + host;
    write(`<ReportHost name="10.1.${host >> 8}.${host & 255}"><HostProperties>
<tag name="Credentialed_Scan">true</tag><tag name="HOST_START_TIMESTAMP">${started}</tag>
<tag name="HOST_END_TIMESTAMP">${started + 600}</tag><tag name="host-fqdn">host-${host}.bench.example</tag>
<tag name="operating-system">Linux Kernel 6.1 on Debian 12</tag></HostProperties>\n`);
    for (let row = 0; row < Math.min(PER_HOST, rows - host * PER_HOST); row += 1) write(xmlItem(row));
    write(SCAN_INFORMATION);
    write('</ReportHost>\n');
  }
  write('</Report>\n</NessusClientData_v2>\n');
}

/** Nessus writes it for every host; without it a report counts as filtered. */
const SCAN_INFORMATION = `<ReportItem port="0" svc_name="general" protocol="tcp" severity="0" pluginID="19506" pluginName="Nessus Scan Information" pluginFamily="Settings">
<risk_factor>None</risk_factor><plugin_output>Credentialed checks : yes</plugin_output>
</ReportItem>\n`;

function xmlItem(row: number): string {
  const { plugin, severity, cve, name, dsa } = resultOf(row);
  return `<ReportItem port="0" svc_name="general" protocol="tcp" severity="${severity}" pluginID="${plugin}" pluginName="${name}" pluginFamily="Debian Local Security Checks">
<cve>${cve}</cve><cvss3_base_score>7.5</cvss3_base_score><cvss3_vector>CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N</cvss3_vector>
<solution>Upgrade the affected packages.</solution><synopsis>The remote host is missing an update.</synopsis><xref>DSA:${dsa}</xref>
<plugin_output>Installed package : library-${row}_1.2.${row}-1\nShould be : library-${row}_1.2.${row}-1+deb12u1</plugin_output>
</ReportItem>\n`;
}

function writeCsv(rows: number, write: Write): void {
  write(
    '"Plugin ID","CVE","CVSS v3.0 Base Score","Risk","Host","Protocol","Port","Name","Synopsis","Solution","XREF","Plugin Output"\n',
  );
  // By check, not by host: a reader cannot take one host after another.
  const hosts = Math.ceil(rows / PER_HOST);
  for (let row = 0; row < PER_HOST; row += 1) {
    for (let host = 0; host < hosts; host += 1) {
      const { plugin, cve, name, dsa } = resultOf(row);
      write(
        `"${plugin}","${cve}","7.5","High","host-${host}.bench.example","tcp","0","${name}","The remote host is missing an update.","Upgrade the affected packages.","DSA:${dsa}","Installed package : library-${row}_1.2.${row}-1\nShould be : library-${row}_1.2.${row}-1+deb12u1"\n`,
      );
    }
  }
}

function resultOf(row: number) {
  return {
    plugin: 100_000 + row,
    severity: 1 + (row % 4),
    cve: `CVE-2026-${10_000 + row}`,
    name: `Debian DSA-${5000 + row} : library-${row} - security update`,
    dsa: String(5000 + row),
  };
}
