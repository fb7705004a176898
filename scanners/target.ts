import { domainToASCII } from 'node:url';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { inputError } from './failure.ts';

export interface HostTarget {
  /** Canonical address, or a name in ASCII (punycode), lower case. */
  readonly host: string;
  readonly port: number | null;
  readonly warnings: readonly string[];
}

export interface NetworkSpec {
  /** What nmap gets: an address, a name or a CIDR block. */
  readonly text: string;
  readonly addresses: bigint;
  readonly warnings: readonly string[];
}

/** Most addresses one network scan may cover. */
export const MAX_ADDRESSES = 65_536n;

/** Name of the built-in network target: the machine the scanner runs on. */
export const THIS_MACHINE = 'this machine';

const FORM = 'Give a host name, an address or a network such as 192.0.2.0/24.';

/**
 * One host with an optional port: `name`, `name:22`, `192.0.2.1`, `[2001:db8::1]:22`.
 * @throws AppError TARGET_INVALID or PORT_INVALID, naming what and where.
 */
export function parseHostTarget(text: string): HostTarget {
  const trimmed = text.trim();
  checkStart(trimmed);
  if (isIPv6(trimmed)) return allowedHost({ host: canonicalIPv6(trimmed), warnings: [] }, null);
  const bracket = /^\[([^\]]*)\](?::(.*))?$/.exec(trimmed);
  if (bracket) {
    if (!isIPv6(bracket[1] ?? '')) throw invalid('“[” must hold an IPv6 address');
    return allowedHost({ host: canonicalIPv6(bracket[1] ?? ''), warnings: [] }, parsePort(bracket[2]));
  }
  const colon = trimmed.indexOf(':');
  const name = colon < 0 ? trimmed : trimmed.slice(0, colon);
  const port = parsePort(colon < 0 ? undefined : trimmed.slice(colon + 1));
  return allowedHost(checkHost(name), port);
}

/** Loopback is allowed here: it is how a tunnel to a far host is reached. */
function allowedHost(target: { host: string; warnings: string[] }, port: number | null): HostTarget {
  const bits = isIPv6(target.host) ? 128 : 32;
  checkAllowed(target.host, bits, bits, DENIED);
  return { ...target, port };
}

/** @throws AppError TARGET_INVALID for an address with a zone (`%eth0`): it means something on one machine only. */
function canonicalIPv6(text: string): string {
  if (text.includes('%')) throw invalid('an address with a zone (“%”) is not accepted');
  return text.toLowerCase();
}

/**
 * The targets of one network scan, separated by spaces or commas: names, addresses, CIDR blocks.
 * @throws AppError TARGET_INVALID, TARGET_DENIED or SCOPE_TOO_LARGE; sizes are counted, never expanded.
 */
export function parseNetworkTargets(text: string): NetworkSpec[] {
  const specs = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(parseNetworkSpec);
  if (specs.length === 0) throw invalid('no target was given');
  const total = specs.reduce((sum, spec) => sum + spec.addresses, 0n);
  if (total > MAX_ADDRESSES) throw tooLarge(total);
  return specs;
}

function parseNetworkSpec(text: string): NetworkSpec {
  checkStart(text);
  const slash = text.indexOf('/');
  const base = slash < 0 ? text : text.slice(0, slash);
  const bits = isIPv6(base) ? 128 : 32;
  const host = isIPv6(base) ? { host: canonicalIPv6(base), warnings: [] } : checkHost(base);
  const prefix = slash < 0 ? bits : parsePrefix(text.slice(slash + 1), bits, isIPv4(base) || isIPv6(base));
  const addresses = 1n << BigInt(bits - prefix);
  if (addresses > MAX_ADDRESSES) throw tooLarge(addresses);
  if (/^localhost$|\.localhost$/.test(host.host)) throw denied(OWN_TARGET);
  if (prefix === bits && isOwnAddress(host.host)) throw denied(OWN_TARGET);
  checkAllowed(host.host, prefix, bits, [...LOOPBACK, ...DENIED]);
  return { text: slash < 0 ? host.host : `${host.host}/${prefix}`, addresses, warnings: host.warnings };
}

/** What answers there is this very machine: under an address it would become a second asset. */
function isOwnAddress(host: string): boolean {
  if (!isIPv4(host) && !isIPv6(host)) return false;
  const own = new BlockList();
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((all) => all ?? []))
    own.addAddress(address.replace(/%.*/, ''), family === 'IPv6' ? 'ipv6' : 'ipv4');
  return own.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

function parsePrefix(text: string, bits: number, isAddress: boolean): number {
  if (!isAddress) throw invalid('only an address can have a prefix length');
  if (!/^(0|[1-9]\d{0,2})$/.test(text) || Number(text) > bits)
    throw invalid(`the prefix length must be 0 to ${bits}`);
  return Number(text);
}

function checkStart(text: string): void {
  if (/^[\p{L}\p{N}[:]/u.test(text)) return;
  const [first] = text;
  const found = first === undefined ? '' : `, not with ${describe(first)} at position 1`;
  throw invalid(`Target must begin with a letter, digit or “[”${found}`);
}

/** A name or an IPv4 address in its one usual form. Anything that a program could read as something else is refused. */
function checkHost(text: string): { host: string; warnings: string[] } {
  const bad = /[^\p{L}\p{M}\p{N}.-]/u.exec(text);
  if (bad)
    throw invalid(`character ${describe(bad[0])} at position ${bad.index + 1} cannot stand in a host name`);
  if (/^(0x)?[0-9a-f]*(\.(0x)?[0-9a-f]*)*$/i.test(text) && /^[\d.]+$|0x/i.test(text)) {
    if (!isIPv4(text)) throw invalid('it is not a canonical IPv4 address');
    return { host: text, warnings: [] };
  }
  // nmap would read it as ranges of addresses (10.0-255.0.1), however many those are.
  if (/^[\d.-]+$/.test(text)) throw invalid('ranges are written as a network, such as 192.0.2.0/24');
  const ascii = domainToASCII(text);
  const name = ascii.replace(/\.$/, '');
  if (ascii === '' || name === '') throw invalid('it is not a host name');
  // Folding may turn one letter into a letter and a comma (🄁 → "0,"): what comes out is checked like what went in.
  if (/[^a-z0-9.-]/.test(name)) throw invalid('it is not a host name');
  if (isIPv4(name) && name !== text) throw invalid('it is not a canonical IPv4 address');
  if (name.length > 253 || name.split('.').some((label) => label.length > 63 || label.length === 0)) {
    throw invalid('a name has the 253/63 limit: at most 253 characters, 63 in each part');
  }
  if (name.split('.').some((label) => label.startsWith('-') || label.endsWith('-'))) {
    throw invalid('a part of a name cannot begin or end with “-”');
  }
  return { host: name, warnings: mixedScript(text) ? ['MIXED_SCRIPT'] : [] };
}

/** What a person should look at before the result is believed. */
export interface TargetWarning {
  readonly code: string;
  readonly message: string;
}

/** Warnings of targets as they were given; what is no target has none. */
export function targetWarnings(targets: readonly string[]): TargetWarning[] {
  return targets
    .flatMap((text) => text.split(/[\s,]+/))
    .map((text) => text.replace(/:\d+$/, ''))
    .filter(mixedScript)
    .map((name) => mixedScriptWarning(domainToASCII(name)));
}

/** @param name in ASCII, which shows what it is */
export function mixedScriptWarning(name: string): TargetWarning {
  const message = `${name} is a name with letters of several scripts: make sure that it is the host you mean.`;
  return { code: 'MIXED_SCRIPT', message };
}

/** Letters of several scripts in one label look like another name (Cyrillic а in a Latin word). */
function mixedScript(text: string): boolean {
  const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
  return text.split('.').some((label) => scripts.filter((script) => script.test(label)).length > 1);
}

function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw inputError(
      'PORT_INVALID',
      'The port must be a number from 1 to 65535.',
      'Leave the port away for 22.',
      { field: 'port' },
    );
  }
  return port;
}

interface DeniedRange {
  readonly rule: string;
  readonly network: string;
  readonly prefix: number;
  readonly type: 'ipv4' | 'ipv6';
}

const OWN_TARGET = 'this machine has its own built-in target';

const LOOPBACK: readonly DeniedRange[] = [
  { rule: OWN_TARGET, network: '127.0.0.0', prefix: 8, type: 'ipv4' },
  { rule: OWN_TARGET, network: '::1', prefix: 128, type: 'ipv6' },
];

const DENIED: readonly DeniedRange[] = [
  { rule: 'it is not an address of a host', network: '0.0.0.0', prefix: 8, type: 'ipv4' },
  { rule: 'link-local and cloud metadata', network: '169.254.0.0', prefix: 16, type: 'ipv4' },
  { rule: 'link-local', network: 'fe80::', prefix: 10, type: 'ipv6' },
  { rule: 'multicast and reserved', network: '224.0.0.0', prefix: 3, type: 'ipv4' },
  { rule: 'multicast', network: 'ff00::', prefix: 8, type: 'ipv6' },
  { rule: 'IPv4 written as IPv6', network: '::ffff:0:0', prefix: 96, type: 'ipv6' },
];

function checkAllowed(host: string, prefix: number, bits: number, ranges: readonly DeniedRange[]): void {
  if (!isIPv4(host) && !isIPv6(host)) return;
  const type = bits === 128 ? 'ipv6' : 'ipv4';
  for (const range of ranges.filter((candidate) => candidate.type === type)) {
    if (overlaps(range, host, prefix)) throw denied(range.rule);
  }
}

/** Two CIDR blocks overlap when the wider one holds the other's base address. */
function overlaps(range: DeniedRange, host: string, prefix: number): boolean {
  const wider = new BlockList();
  const narrow = prefix >= range.prefix;
  wider.addSubnet(narrow ? range.network : host, Math.min(prefix, range.prefix), range.type);
  return wider.check(narrow ? host : range.network, range.type);
}

/** A character as it may be printed: itself when visible ASCII, otherwise its code point. */
function describe(char: string): string {
  return /^[!-~]$/.test(char)
    ? `“${char}”`
    : `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function invalid(why: string) {
  return inputError('TARGET_INVALID', `The target cannot be used: ${why}.`, FORM, { field: 'target' });
}

function denied(rule: string) {
  return inputError(
    'TARGET_DENIED',
    `The target is not allowed: ${rule}.`,
    `Use “${THIS_MACHINE}” for the scanner’s own machine, and other targets by their own address.`,
    { field: 'target' },
  );
}

function tooLarge(addresses: bigint) {
  const count = addresses.toLocaleString('en-US');
  return inputError(
    'SCOPE_TOO_LARGE',
    `The target has ${count} addresses; limit 65,536.`,
    'Scan smaller networks one after the other.',
    { field: 'target' },
  );
}
