import { isAppError, publicFailure } from '#core/errors.ts';
import type { AppError, Failure } from '#core/errors.ts';

/** What went wrong in a request, as its answer tells it. */
export interface RequestFailure {
  readonly status: number;
  readonly failure: Failure & { readonly where?: AppError['where'] };
  /** For the command line, as if the failure had happened there. */
  readonly exitCode?: AppError['exitCode'];
  /** Worth a line in the server's log. */
  readonly unexpected: boolean;
}

const words: Readonly<Record<number, Failure>> = {
  400: { code: 'REQUEST_INVALID', message: 'The request cannot be read.', remedy: 'Check its form.' },
  403: { code: 'FORBIDDEN', message: 'This is not allowed.', remedy: 'Sign in with the role it needs.' },
  404: { code: 'NOT_FOUND', message: 'There is nothing here.', remedy: 'Check the address.' },
  405: {
    code: 'METHOD_NOT_ALLOWED',
    message: 'This address does not take that method.',
    remedy: 'Read the guide of the API.',
  },
  411: {
    code: 'LENGTH_MISSING',
    message: 'The request does not say how long its content is.',
    remedy: 'Send the length of the content (Content-Length).',
  },
  413: { code: 'FILE_TOO_LARGE', message: 'The request is too large.', remedy: 'Send less at once.' },
  415: {
    code: 'FORMAT_UNKNOWN',
    message: 'The content is of a type that is not accepted.',
    remedy: 'Send another type.',
  },
  421: {
    code: 'HOST_UNKNOWN',
    message: 'This server does not answer to that name.',
    remedy: 'Use the address in ORIGIN.',
  },
};

const internal: Failure = {
  code: 'UNEXPECTED',
  message: 'Something failed on the server.',
  remedy: 'Try again; if it stays so, run `patchproof doctor` on the server.',
};

/** An error as its answer tells it: ours with its own words, the framework's by status, anything else hidden. */
export function describeFailure(error: unknown, frameworkStatus: number): RequestFailure {
  if (isAppError(error)) {
    const { status, exitCode } = error;
    return { status, exitCode, failure: publicFailure(error), unexpected: status === 500 };
  }
  const unexpected = frameworkStatus >= 500;
  return { status: frameworkStatus, failure: failureOfStatus(frameworkStatus), unexpected };
}

/** Words for an answer that has a status only. */
export function failureOfStatus(status: number): Failure {
  if (status >= 500) return internal;
  return (
    words[status] ?? { code: `HTTP_${status}`, message: 'The request was refused.', remedy: 'Check it.' }
  );
}

/** Header that carries the exit code of a failure to the command line. */
export const EXIT_CODE_HEADER = 'x-patchproof-exit-code';

/** Header with the id that the server gives a request; an answer has it, and a line of the server's log. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What the API says of a failure, with the id by which the server's log can be searched for it. */
export function failureBody(failure: RequestFailure['failure'], requestId: string): string {
  return JSON.stringify({ ...failure, requestId });
}

/** The answer of the API to a failure. */
export function failureResponse(
  { status, failure, exitCode }: Omit<RequestFailure, 'unexpected'>,
  requestId: string,
): Response {
  const headers: Record<string, string> = {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    [REQUEST_ID_HEADER]: requestId,
  };
  if (exitCode !== undefined) headers[EXIT_CODE_HEADER] = String(exitCode);
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  return new Response(failureBody(failure, requestId), { status, headers });
}
