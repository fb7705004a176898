import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Failure } from '#core/errors.ts';
import type { App } from '../app.ts';
import { judgeBody, maxBodyBytes } from './judge-body.ts';
import { isApiPath, judgeHost } from './judge-host.ts';
import { peerAddress, replaceForwarding } from './peer-address.ts';
import { EXIT_CODE_HEADER, failureBody, failureOfStatus, REQUEST_ID_HEADER } from './request-failure.ts';
import { securityHeaders } from './security-headers.ts';

/** What SvelteKit's adapter exports: static files, then the routes. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

const plainHttp: Failure = {
  code: 'PROXY_ONLY',
  message: 'Plain HTTP is answered to the trusted proxy only.',
  remedy: 'Use the address of the proxy, or name it in PATCHPROOF_TRUSTED_PROXY.',
};

/** What stands in front of the routes: headers of every answer, and whom and what the server takes at all. */
export function createRequestListener(app: App, handler: Handler): RequestListener {
  const { origin, trustedProxy } = app.config;
  const headers = securityHeaders({ https: origin.startsWith('https:') });
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const requestId = randomUUID();
    response.setHeader(REQUEST_ID_HEADER, requestId);
    // Ours alone: what a client calls its request is not looked at.
    request.headers[REQUEST_ID_HEADER] = requestId;
    const address = peerAddress(request.socket.remoteAddress, request.headers, trustedProxy);
    if (address === null) return refuse(request, response, 403);
    const { method = 'GET', url: path = '/' } = request;
    const port = request.socket.localPort ?? 0;
    const host = judgeHost({ host: request.headers.host, method, path }, { origin, port });
    if (host.kind === 'refuse') return refuse(request, response, 421);
    if (host.kind === 'redirect') {
      response.writeHead(308, { location: host.location }).end();
      return;
    }
    const { 'content-length': contentLength, 'transfer-encoding': transferEncoding } = request.headers;
    const body = judgeBody({ path, contentLength, transferEncoding });
    if (body.kind === 'refuse') return refuse(request, response, body.status);
    replaceForwarding(request.headers, address);
    if (isApiPath(path)) declareUpload(request.headers);
    run(app, handler, { request, response });
  };
}

/**
 * What curl sends is called a form unless it is told otherwise, and SvelteKit refuses forms without an Origin. A
 * request that carries its own token is no form: no page of another site can make a browser send one.
 */
function declareUpload(headers: IncomingHttpHeaders): void {
  if (headers.authorization !== undefined) headers['content-type'] = 'application/octet-stream';
}

function run(
  app: App,
  handler: Handler,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): void {
  const fail = (error: unknown) => {
    app.reportFailure(error, String(response.getHeader(REQUEST_ID_HEADER)));
    if (response.headersSent) response.destroy();
    else refuse(request, response, 500);
  };
  const next = (error?: unknown) => (error ? fail(error) : refuse(request, response, 404));
  const answer = async () => handler(request, response, next);
  answer().catch(fail);
}

/** A short answer; what is still being sent is not read, so the connection ends. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const close =
    request.complete || request.headers['content-length'] === undefined ? {} : { connection: 'close' };
  const failure = refusalOf(request, status);
  // Whatever asks for no page reads JSON: the API, and the script of a page that sends a file.
  const isPage = request.headers.accept?.includes('text/html') === true;
  const type = isPage ? 'text/plain; charset=utf-8' : 'application/json';
  const exit = { [EXIT_CODE_HEADER]: status === 413 || status === 411 ? '2' : '3' };
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...exit, ...close });
  response.end(
    isPage
      ? `${failure.message} ${failure.remedy}\n`
      : failureBody(failure, String(response.getHeader(REQUEST_ID_HEADER))),
  );
}

function refusalOf({ url = '/' }: IncomingMessage, status: number): Failure {
  if (status === 403) return plainHttp;
  if (status !== 413) return failureOfStatus(status);
  const limit = sizeOf(maxBodyBytes(url));
  return {
    ...failureOfStatus(status),
    message: `The content is larger than ${limit}; nothing of it was read.`,
    remedy: 'Send a smaller file, or the parts it comes in.',
  };
}

function sizeOf(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MiB`;
}
