import { sealEnvelope } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { scanFailure } from '#scanners/failure.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { DAILY_DAYS } from './simulate-host.ts';
import { DAY, HOUR, rangeOf, startOf } from './simulate-estate.ts';
import type { DemoHost, DemoPlan } from './simulate-estate.ts';

/** One scan of the management network. */
export interface DemoNetworkScan {
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Devices that answered, in the order of the document. */
  readonly hosts: readonly DemoHost[];
  /** It broke off before the end. */
  readonly unfinished: boolean;
  readonly rangeName: string;
}

/** Network devices are only seen from outside: each range weekly, and at the end daily. */
export function simulateNetworkScans(plan: DemoPlan, estate: readonly DemoHost[]): DemoNetworkScan[] {
  const random = createRandom(`${plan.seed}/network`);
  const ranges = Map.groupBy(
    estate.filter(({ kind }) => kind.platform === 'network'),
    rangeOf,
  );
  return [...ranges].flatMap(([rangeName, inRange], index) =>
    scansOfRange(plan, { rangeName, inRange, weekday: (2 + 2 * index) % 7 }, random),
  );
}

interface Range {
  readonly rangeName: string;
  readonly inRange: readonly DemoHost[];
  readonly weekday: number;
}

function scansOfRange(
  plan: DemoPlan,
  { rangeName, inRange, weekday }: Range,
  random: Random,
): DemoNetworkScan[] {
  const scans: DemoNetworkScan[] = [];
  const startAt = startOf(plan);
  for (let day = startAt; day < plan.untilAt; day += DAY) {
    const isDue =
      day === startAt || day >= plan.untilAt - DAILY_DAYS * DAY || new Date(day).getUTCDay() === weekday;
    if (!isDue) continue;
    const startedAt = Math.floor((day + 3 * HOUR + random.between(0, HOUR)) / 1000) * 1000;
    const present = inRange.filter(
      (host) => host.firstAt <= day && (host.retiredAt ?? Number.POSITIVE_INFINITY) > startedAt,
    );
    const unfinished = day > startAt && random.chance(0.06);
    const hosts = present.filter(() => !random.chance(unfinished ? 0.4 : 0.03));
    scans.push({ startedAt, finishedAt: startedAt + 94_000, hosts, unfinished, rangeName });
  }
  return scans;
}

/** The scan as nmap writes it. */
export function networkScan({
  startedAt,
  finishedAt,
  hosts,
  unfinished,
  rangeName,
}: DemoNetworkScan): Envelope {
  const seconds = (at: number) => Math.floor(at / 1000);
  const end = `<runstats><finished time="${seconds(finishedAt)}" exit="success"/><hosts up="${hosts.length}" down="${254 - hosts.length}" total="254"/></runstats></nmaprun>`;
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<nmaprun scanner="nmap" args="nmap -sV ${rangeName}" start="${seconds(startedAt)}" version="7.93" xmloutputversion="1.05">`,
    ...hosts.map((host) => hostElement(host, startedAt)),
    ...(unfinished ? [] : [end]),
    '',
  ].join('\n');
  return sealEnvelope({
    scanner: 'nmap',
    build: '0.1.0',
    method: 'network',
    family: null,
    target: { host: rangeName, port: null, address: null },
    profile: 'default',
    startedAt,
    finishedAt,
    outcome: unfinished ? 'partial' : 'complete',
    failure: unfinished ? scanFailure('SCAN_UNFINISHED') : null,
    hostKey: null,
    sections: [
      {
        name: 'nmap-xml',
        exitCode: unfinished ? null : 0,
        durationMs: finishedAt - startedAt,
        truncated: unfinished,
        timedOut: false,
        content: Buffer.from(xml, 'utf8'),
      },
    ],
  });
}

function hostElement(host: DemoHost, at: number): string {
  const { name, address, kind } = host;
  const isFirewall = kind.prefix.endsWith('-fw');
  // The firmware of a device is renewed about every half year, each at its own time.
  const level = Math.floor((at + host.scanTime * 2_000) / (180 * DAY)) % 9;
  const ssh = port(22, `name="ssh" product="OpenSSH" version="9.${level}" extrainfo="protocol 2.0"`);
  const web = isFirewall
    ? port(443, 'name="https" product="Fortinet FortiGate administration" tunnel="ssl"')
    : port(443, 'name="https" product="Cisco IOS http config" tunnel="ssl"');
  const snmp = isFirewall ? '' : port(830, 'name="netconf-ssh"');
  return `<host><status state="up" reason="echo-reply"/><address addr="${address}" addrtype="ipv4"/><hostnames><hostname name="${name}" type="PTR"/></hostnames><ports>${ssh}${web}${snmp}</ports></host>`;
}

function port(number: number, service: string): string {
  return `<port protocol="tcp" portid="${number}"><state state="open" reason="syn-ack"/><service ${service}/></port>`;
}
