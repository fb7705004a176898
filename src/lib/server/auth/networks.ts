import { BlockList, isIP } from 'node:net';

/** Whether a text is a network such as `10.1.0.0/16` or `2001:db8::/32`, or one address. */
export function isNetwork(text: string): boolean {
  return parse(text) !== null;
}

/** Whether an address lies in one of the networks. */
export function isInside(networks: readonly string[], address: string): boolean {
  const kind = isIP(address);
  if (kind === 0) return false;
  const list = new BlockList();
  for (const network of networks.map(parse)) {
    if (network) list.addSubnet(network.address, network.prefix, network.family);
  }
  return list.check(address, kind === 4 ? 'ipv4' : 'ipv6');
}

function parse(text: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', bits, ...rest] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
  const most = kind === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  return prefix <= most ? { address, prefix, family: kind === 4 ? 'ipv4' : 'ipv6' } : null;
}
