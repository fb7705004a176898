import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isAppError } from '#core/errors.ts';
import { feedRefused, feedUnreachable } from './fetch-error.ts';

/** A proxy as the environment names it. */
export interface ProxySetting {
  /** As in HTTPS_PROXY: `http://user:password@proxy.example:3128`. */
  readonly address: string;
  /** As in NO_PROXY: hosts reached without it, separated by commas; '' = none. */
  readonly except: string;
}

export interface HttpTimes {
  /** Until the connection stands, proxy and TLS included, in ms. */
  readonly connectMs: number;
  /** Longest silence after that, in ms. */
  readonly idleMs: number;
  /** The whole answer, redirects included, in ms. */
  readonly totalMs: number;
}

/** Calls back after a time in ms unless what it returns is called first. */
export type Timer = (ms: number, work: () => void) => () => void;

export interface HttpSettings {
  /** null = connect directly, whatever the environment says. */
  readonly proxy: ProxySetting | null;
  readonly times: HttpTimes;
  readonly timer: Timer;
  /** Further certificate authorities in PEM; those of the system count as well. */
  readonly authorities?: readonly string[];
  /** Also plain HTTP, to this machine alone. */
  readonly allowsLoopbackHttp?: boolean;
  /** Follows no redirect to another host. */
  readonly staysOnHost?: boolean;
}

export interface HttpAnswer {
  /** After redirects. */
  readonly address: URL;
  readonly status: number;
  /** A header in lower case; null where it is not there. */
  readonly header: (name: string) => string | null;
  /** To be read once; reading throws FEED_UNREACHABLE where the transfer breaks off or stands still. */
  readonly body: () => AsyncGenerator<Uint8Array>;
  /** Ends the connection; to be called in any case. */
  readonly close: () => void;
}

export const standardTimes: HttpTimes = { connectMs: 15_000, idleMs: 60_000, totalMs: 3_600_000 };

export const systemTimer: Timer = (ms, work) => {
  const timeout = setTimeout(work, ms);
  return () => clearTimeout(timeout);
};

/** The proxy that the environment names for HTTPS; null = none. */
export function proxyOf(environment: Readonly<Record<string, string | undefined>>): ProxySetting | null {
  const address = environment['HTTPS_PROXY'] ?? environment['https_proxy'] ?? '';
  const except = environment['NO_PROXY'] ?? environment['no_proxy'] ?? '';
  return address === '' ? null : { address, except };
}

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * One GET over HTTPS; follows up to five redirects, each to HTTPS again.
 * @throws AppError FEED_UNREACHABLE, FEED_REFUSED (redirects)
 */
export async function httpGet(
  address: URL,
  headers: Readonly<Record<string, string>>,
  settings: HttpSettings,
): Promise<HttpAnswer> {
  let current = address;
  for (let redirects = 0; ; redirects += 1) {
    requireSafe(current, settings);
    const answer = await getOnce(current, headers, settings);
    const location = answer.header('location');
    if (!REDIRECTS.includes(answer.status) || location === null) return answer;
    answer.close();
    if (redirects === MAX_REDIRECTS)
      throw feedRefused(address.host, `it redirects more than ${MAX_REDIRECTS} times`);
    if (!URL.canParse(location, current)) throw feedRefused(current.host, 'it redirects to no address');
    current = new URL(location, current);
    if (settings.staysOnHost && current.host !== address.host)
      throw feedRefused(address.host, 'it redirects to another host');
  }
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

function requireSafe(address: URL, { allowsLoopbackHttp = false }: HttpSettings): void {
  const isLoopback = allowsLoopbackHttp && address.protocol === 'http:' && LOOPBACK.test(address.hostname);
  if (address.protocol !== 'https:' && !isLoopback)
    throw feedRefused(address.host, 'the address is not an HTTPS one');
  if (address.username !== '' || address.password !== '')
    throw feedRefused(address.host, 'the address holds a user name or password');
}

function getOnce(
  address: URL,
  headers: Readonly<Record<string, string>>,
  settings: HttpSettings,
): Promise<HttpAnswer> {
  const watch = watchTime(address.host, settings);
  return new Promise((resolve, reject) => {
    const send = address.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(address, {
      headers: { ...headers, 'accept-encoding': 'identity' },
      agent: agentFor(address, settings),
    });
    const fail = (error: unknown) => {
      watch.stop();
      reject(watch.failure() ?? unreachable(address.host, error));
    };
    watch.start(() => request.destroy());
    request.on('finish', watch.alive);
    request.on('error', fail);
    request.on('response', (response) => {
      watch.alive();
      const close = () => {
        watch.stop();
        response.destroy();
      };
      resolve({
        address,
        status: response.statusCode ?? 0,
        header: (name) => headerOf(response, name),
        body: () => bodyOf(response, { host: address.host, watch }),
        close,
      });
    });
    request.end();
  });
}

function agentFor(address: URL, { proxy, authorities }: HttpSettings) {
  const proxyEnv = proxy
    ? { HTTPS_PROXY: proxy.address, HTTP_PROXY: proxy.address, NO_PROXY: proxy.except }
    : undefined;
  if (address.protocol === 'http:') return new HttpAgent({ keepAlive: false, ...(proxyEnv && { proxyEnv }) });
  const ca = authorities ? [...authorities] : undefined;
  return new HttpsAgent({ keepAlive: false, ...(proxyEnv && { proxyEnv }), ...(ca && { ca }) });
}

function headerOf(response: IncomingMessage, name: string): string | null {
  const value = response.headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? null);
}

interface Watched {
  readonly host: string;
  readonly watch: TimeWatch;
}

async function* bodyOf(response: IncomingMessage, { host, watch }: Watched): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterable<Buffer> = response;
  try {
    for await (const chunk of chunks) {
      watch.alive();
      yield chunk;
    }
  } catch (error) {
    throw watch.failure() ?? unreachable(host, error);
  } finally {
    watch.stop();
  }
}

interface TimeWatch {
  readonly start: (onEnd: () => void) => void;
  /** Something came: the silence begins anew. */
  readonly alive: () => void;
  readonly stop: () => void;
  /** What ended it; null = it was not the time. */
  readonly failure: () => Error | null;
}

function watchTime(host: string, { times, timer }: HttpSettings): TimeWatch {
  let failure: Error | null = null;
  let cancelTotal: (() => void) | null = null;
  let cancelPhase: (() => void) | null = null;
  let end: () => void = () => undefined;
  const expire = (why: string) => () => {
    failure = feedUnreachable(host, why);
    end();
  };
  const seconds = (ms: number) => `${ms / 1000} s`;
  return {
    start: (onEnd) => {
      end = onEnd;
      cancelTotal = timer(times.totalMs, expire(`it took longer than ${seconds(times.totalMs)}`));
      cancelPhase = timer(times.connectMs, expire(`no connection within ${seconds(times.connectMs)}`));
    },
    alive: () => {
      cancelPhase?.();
      cancelPhase = timer(times.idleMs, expire(`nothing came for ${seconds(times.idleMs)}`));
    },
    stop: () => {
      cancelTotal?.();
      cancelPhase?.();
    },
    failure: () => failure,
  };
}

const REASONS = new Map([
  ['ENOTFOUND', 'the name has no address'],
  ['EAI_AGAIN', 'the name server does not answer'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection broke off'],
  ['ETIMEDOUT', 'it does not answer'],
  ['ERR_PROXY_TUNNEL', 'the proxy refuses the connection'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is signed by itself'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is not from a known authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is not from a known authority'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
]);

function unreachable(host: string, error: unknown): Error {
  if (isAppError(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return feedUnreachable(host, REASONS.get(code) ?? 'the transfer broke off', error);
}
