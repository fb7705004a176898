import { sealEnvelope } from '#scanners/envelope.ts';
import type { CollectedSection, Envelope } from '#scanners/envelope.ts';
import { clockSections, constantSections, hostKeyFingerprint, pictureSections } from './debian-sections.ts';
import type { HostPicture } from './host-picture.ts';
import { isWindows } from './host-products.ts';
import type { DemoScan } from './simulate-host.ts';
import type { DemoHost } from './simulate-estate.ts';

/** A section that the time limit ended has none. */
const EXIT_CODES = { failed: 1, timeout: null } as const;

type Contents = ReadonlyMap<string, Uint8Array>;

/** Writes the scans of Debian and Ubuntu hosts; what has not changed on a host is written once. */
export function createDebianWriter(): (scan: DemoScan) => Envelope {
  const constant = new Map<DemoHost, Contents>();
  const changing = new Map<DemoHost, { readonly picture: HostPicture; readonly contents: Contents }>();
  return (scan) => {
    const { host, picture, startedAt, fetchedAt, trouble } = scan;
    if (host.release === null || isWindows(host.release))
      throw new Error(`${host.name} has no package index of apt`);
    if (trouble?.outcome === 'failed') return sealed(scan, []);
    const debian = { host, release: host.release };
    const fixed = constant.get(host) ?? encode(constantSections(debian));
    constant.set(host, fixed);
    const kept = changing.get(host);
    const drawn = kept?.picture === picture ? kept.contents : encode(pictureSections(debian, picture));
    changing.set(host, { picture, contents: drawn });
    const clock = encode(
      clockSections(debian, { startedAt, fetchedAt, bootedAt: picture.kernel?.bootedAt ?? 0 }),
    );
    const contents = [...clock, ...fixed, ...drawn];
    return sealed(
      scan,
      contents.map(([name, content]) => sectionOf(scan, name, content)),
    );
  };
}

function encode(sections: Readonly<Record<string, string>>): Contents {
  return new Map(Object.entries(sections).map(([name, text]) => [name, Buffer.from(text, 'utf8')]));
}

function sectionOf({ trouble }: DemoScan, name: string, content: Uint8Array): CollectedSection {
  const broken = trouble?.broken?.section === name ? trouble.broken.kind : null;
  const timedOut = broken === 'timeout';
  return {
    name,
    exitCode: broken === null ? 0 : EXIT_CODES[broken],
    durationMs: 12,
    truncated: timedOut,
    timedOut,
    content: broken === null ? content : new Uint8Array(),
  };
}

function sealed(
  { host, startedAt, finishedAt, trouble }: DemoScan,
  sections: readonly CollectedSection[],
): Envelope {
  const isIn = sections.length > 0;
  return sealEnvelope({
    scanner: 'ssh',
    build: '0.1.0+0123456789abcdef',
    method: 'credentialed',
    family: isIn ? 'debian' : null,
    target: { host: host.name, port: 22, address: host.address },
    profile: 'default',
    startedAt,
    finishedAt,
    outcome: trouble?.outcome ?? 'complete',
    failure: trouble?.failure ?? null,
    hostKey: isIn ? hostKeyFingerprint(host.name) : null,
    sections,
  });
}
