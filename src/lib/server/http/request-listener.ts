import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { App } from '../app.ts';
import { judgeBody } from './judge-body.ts';
import { isApiPath, judgeHost } from './judge-host.ts';
import { peerAddress, replaceForwarding } from './peer-address.ts';
import { securityHeaders } from './security-headers.ts';

/** What SvelteKit's adapter exports: static files, then the routes. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

const sentences: Readonly<Record<number, string>> = {
  403: 'Plain HTTP is answered to the trusted proxy only.',
  404: 'There is nothing here.',
  411: 'Send the length of the content.',
  413: 'The content is too large.',
  421: 'This server does not answer to that name.',
  500: 'Something failed on the server.',
};

/** What stands in front of the routes: headers of every answer, and whom and what the server takes at all. */
export function createRequestListener(app: App, handler: Handler): RequestListener {
  const { origin, trustedProxy } = app.config;
  const headers = securityHeaders({ https: origin.startsWith('https:') });
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
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
    app.reportFailure(error);
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
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...close });
  response.end(`${sentences[status] ?? ''}\n`);
}
