import { isLoopback } from '../config.ts';

export interface HostQuestion {
  /** The Host header as sent. */
  readonly host: string | undefined;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
}

export interface OwnAddress {
  readonly origin: string;
  /** Port this request came in by. */
  readonly port: number;
}

export type HostVerdict =
  | { readonly kind: 'serve' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** 421: a name that is not ours, as after DNS rebinding. */
  | { readonly kind: 'refuse' };

/**
 * Which requests are meant for this server: those to its origin, and by loopback address the API, which the
 * command line uses. Pages asked for by another loopback name are redirected to the origin.
 */
export function judgeHost({ host, method, path }: HostQuestion, { origin, port }: OwnAddress): HostVerdict {
  const asked = host?.toLowerCase();
  if (asked === undefined || asked === '') return { kind: 'refuse' };
  if (asked === new URL(origin).host) return { kind: 'serve' };
  if (!namesLoopback(asked, port)) return { kind: 'refuse' };
  if (isApiPath(path)) return { kind: 'serve' };
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refuse' };
  // Only a path may follow: `//elsewhere` would be another host.
  return path.startsWith('/') && !path.startsWith('//')
    ? { kind: 'redirect', location: origin + path }
    : { kind: 'refuse' };
}

/** True for a path of the API, as the request line has it. */
export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

function namesLoopback(asked: string, port: number): boolean {
  const match = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::(\d+))?$/.exec(asked);
  if (!match) return false;
  const [, name = '', askedPort = '80'] = match;
  return Number(askedPort) === port && isLoopback(name.replace(/^\[|\]$/g, ''));
}
