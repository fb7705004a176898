import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '../config.ts';

/** Header by which the peer's address, once judged, reaches the routes; one sent by a client is overwritten. */
export const ADDRESS_HEADER = 'x-patchproof-address';

const FORWARDING = /^(forwarded|x-forwarded-.*|x-real-ip|x-patchproof-address)$/;

/**
 * The address of whoever asks: the socket's peer, or what a trusted proxy says about its own peer (the last
 * entry: earlier ones may be made up). null = plain HTTP from neither the proxy nor this machine: refused.
 */
export function peerAddress(
  socketAddress: string | undefined,
  headers: IncomingHttpHeaders,
  trustedProxy: string | null,
): string | null {
  const peer = plainAddress(socketAddress ?? '');
  if (trustedProxy === null) return peer;
  if (peer !== plainAddress(trustedProxy)) return isLoopback(peer) ? peer : null;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
  return isIP(forwarded) === 0 ? peer : plainAddress(forwarded);
}

/** Takes away what clients say about addresses and puts ours in its place. */
export function replaceForwarding(headers: IncomingHttpHeaders, address: string): void {
  for (const name of Object.keys(headers)) if (FORWARDING.test(name)) delete headers[name];
  headers[ADDRESS_HEADER] = address;
}

/** An IPv4 address that came in by an IPv6 socket, as IPv4. */
function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
