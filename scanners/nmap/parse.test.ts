import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import { parseNmapXml } from './parse.ts';

const head = `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" args="nmap -oX -" start="1700000000" version="7.93">\n`;
const hostOf = (address: string, inner = '') =>
  `<host><status state="up" reason="arp-response"/><address addr="${address}" addrtype="ipv4"/>${inner}</host>\n`;
const tail = `<runstats><finished time="1700000060" exit="success"/><hosts up="2" down="0" total="2"/></runstats></nmaprun>\n`;

function codeOf(text: string): string {
  try {
    parseNmapXml(text);
    return 'accepted';
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}

describe('nmap’s XML', () => {
  it('reads ports without a service, empty host names and hosts without ports', () => {
    const inner = `<hostnames>\n</hostnames><ports><extraports state="closed" count="99"/>
      <port protocol="tcp" portid="80"><state state="open" reason="syn-ack"/><service name="http" product="nginx" version="1.18.0" method="probed" conf="10"><cpe>cpe:/a:igor_sysoev:nginx:1.18.0</cpe></service></port>
      <port protocol="tcp" portid="81"><state state="filtered" reason="no-response"/></port></ports>`;
    const { observation, brokenAtLine } = parseNmapXml(
      head + hostOf('192.0.2.1', inner) + hostOf('192.0.2.2') + tail,
    );
    expect(brokenAtLine).toBeNull();
    expect(observation).toMatchObject({
      startedAt: 1_700_000_000_000,
      finishedAt: 1_700_000_060_000,
      finished: true,
      exit: 'success',
    });
    expect(observation.hosts.map((host) => [host.address, host.hostnames, host.ports.length])).toEqual([
      ['192.0.2.1', [], 2],
      ['192.0.2.2', [], 0],
    ]);
    expect(observation.hosts[0]?.ports[0]?.service).toMatchObject({
      product: 'nginx',
      version: '1.18.0',
      tunnel: null,
      cpe: ['cpe:/a:igor_sysoev:nginx:1.18.0'],
      conf: 10,
    });
    expect(observation.hosts[0]?.ports[1]).toMatchObject({ state: 'filtered', service: null });
  });

  it('keeps exactly the complete hosts wherever the document is cut off', () => {
    const first = head + hostOf('192.0.2.1');
    const second = hostOf(
      '192.0.2.2',
      '<ports><port protocol="tcp" portid="1"><state state="open"/></port></ports>',
    );
    const whole = first + second + tail;
    for (let cut = head.length; cut < whole.trimEnd().length; cut += 1) {
      const { observation, brokenAtLine } = parseNmapXml(whole.slice(0, cut));
      expect(brokenAtLine).not.toBeNull();
      const complete = (cut >= first.length - 1 ? 1 : 0) + (cut >= first.length + second.length - 1 ? 1 : 0);
      expect(observation.hosts).toHaveLength(complete);
    }
  });

  it('reports a document without its finished element as not finished', () => {
    expect(parseNmapXml(`${head}${hostOf('192.0.2.1')}</nmaprun>`).observation).toMatchObject({
      finished: false,
      finishedAt: null,
    });
    const failed = tail.replace('success', 'error');
    expect(parseNmapXml(head + failed).observation).toMatchObject({ finished: false, exit: 'error' });
  });

  it.each(
    [
      ['<!DOCTYPE nmaprun SYSTEM "file:///etc/passwd"><nmaprun/>', 'XML_DTD_FORBIDDEN'],
      ['<!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun>&a;</nmaprun>', 'XML_DTD_FORBIDDEN'],
      ['<!DOCTYPE nmaprun><!DOCTYPE nmaprun><nmaprun/>', 'XML_DTD_FORBIDDEN'],
      ['<!doctype nmaprun><nmaprun/>', 'XML_DTD_FORBIDDEN'],
      ['<!DOCTYPE foo><nmaprun/>', 'XML_DTD_FORBIDDEN'],
      ['<nmaprun><!ENTITY x "y"></nmaprun>', 'XML_DTD_FORBIDDEN'],
      [`<nmaprun>${'<a>'.repeat(100_000)}`, 'XML_TOO_DEEP'],
      [`<nmaprun a="${'x'.repeat(1_048_577)}"/>`, 'XML_PART_TOO_LARGE'],
      [`<nmaprun ${Array.from({ length: 300 }, (_, i) => `a${i}=""`).join(' ')}/>`, 'XML_PART_TOO_LARGE'],
      ['<other/>', 'FORMAT_UNKNOWN'],
      ['plain text', 'FORMAT_UNKNOWN'],
      ['  \n', 'FILE_EMPTY'],
    ].map(([text = '', code = '']) => ({ text, code, start: text.slice(0, 40) })),
  )('refuses $start… with $code', ({ text, code }) => {
    expect(codeOf(text)).toBe(code);
  });

  it('answers any text with a result or a named error', () => {
    const token = fc.constantFrom(
      '<nmaprun>',
      '</nmaprun>',
      '<host>',
      '</host>',
      '<port portid="9">',
      '&#65;',
      '&x;',
      '<![CDATA[',
      ']]>',
      '<a b="c"/>',
      '<__proto__ constructor="1"/>',
      'x',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(token, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 25 }),
        (parts) => {
          expect(codeOf(`<nmaprun>${parts.join('')}`)).toMatch(/^(accepted|[A-Z_]+)$/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
