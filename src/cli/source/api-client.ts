import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import { CLI_AGENT } from '#lib/server/http/bearer-token.ts';
import { EXIT_CODE_HEADER } from '#lib/server/http/request-failure.ts';

export interface ApiServer {
  /** Scheme, host and port. */
  readonly url: string;
  readonly version: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Bytes, or a file on the disk that is sent as it is read. */
  readonly body?: Uint8Array | Blob;
  readonly contentType?: string;
  /** Default: JSON. */
  readonly accept?: string;
}

const failureSchema = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/),
  message: z.string(),
  remedy: z.string(),
  where: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const exitCodes = [1, 2, 3, 4] as const;

/** The exit code that the server says; one without a word is no failure of the input. */
function exitCodeOf(response: Response): AppError['exitCode'] {
  const given = response.headers.get(EXIT_CODE_HEADER);
  return exitCodes.find((code) => String(code) === given) ?? 3;
}

/** Asks the API and gives its JSON. @throws AppError as `askApi` */
export async function callApi(server: ApiServer, request: ApiRequest): Promise<unknown> {
  const response = await askApi(server, request);
  return readJson(server, response);
}

/**
 * Asks the API and gives its answer, which is a good one.
 * @throws AppError of the server with its own code, SERVER_UNREACHABLE (exit 3), ANSWER_UNREADABLE (exit 3)
 */
export async function askApi(server: ApiServer, request: ApiRequest): Promise<Response> {
  const url = new URL(request.path, server.url);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const response = await send(server, request, url);
  if (response.ok) return response;
  const failure = failureSchema.safeParse(await readJson(server, response));
  if (!failure.success) throw unreadable(server.url, null);
  throw new AppError({ ...failure.data, status: response.status, exitCode: exitCodeOf(response) });
}

async function readJson(server: ApiServer, response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw unreadable(server.url, cause);
  }
}

async function send(server: ApiServer, request: ApiRequest, url: URL): Promise<Response> {
  try {
    return await fetch(url, {
      method: request.method,
      headers: {
        accept: request.accept ?? 'application/json',
        'user-agent': `${CLI_AGENT}${server.version}`,
        ...(request.body ? { 'content-type': request.contentType ?? 'application/octet-stream' } : {}),
        ...server.headers,
      },
      body: bodyOf(request),
      // A token must not follow to another place.
      redirect: 'error',
    });
  } catch (cause) {
    throw new AppError({
      code: 'SERVER_UNREACHABLE',
      message: `The server at ${server.url} does not answer.`,
      remedy: 'Check that it runs and that its address and certificate are right, then try again.',
      exitCode: 3,
      cause,
    });
  }
}

/** Bytes are copied into a buffer of their own, which is what fetch takes. */
function bodyOf({ body }: ApiRequest): BodyInit | undefined {
  return body instanceof Uint8Array ? new Uint8Array(body) : body;
}

function unreadable(url: string, cause: unknown): AppError {
  return new AppError({
    code: 'ANSWER_UNREADABLE',
    message: `What answers at ${url} is not this version of Patchproof.`,
    remedy: 'Restart the server after an update, or check the address.',
    exitCode: 3,
    cause,
  });
}
