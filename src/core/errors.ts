/** What every failure of the product carries: a stable code, one sentence, one remedy. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface AppErrorOptions extends Failure {
  /** HTTP status the API answers with. Default 400. */
  readonly status?: number;
  /** Exit code of the command line: 1 gate breached, 2 usage, 3 environment, 4 integrity. Default 2. */
  readonly exitCode?: 1 | 2 | 3 | 4;
  /** Where in the input: file, line, column, field. Never the value itself. */
  readonly where?: Readonly<Record<string, string | number>>;
  readonly cause?: unknown;
}

/** An expected failure, safe to show: it never holds a secret, a stack or SQL. */
export class AppError extends Error {
  readonly brand = 'patchproof.error';
  readonly code: string;
  readonly remedy: string;
  readonly status: number;
  readonly exitCode: 1 | 2 | 3 | 4;
  readonly where: Readonly<Record<string, string | number>> | undefined;

  constructor(options: AppErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = 'AppError';
    this.code = options.code;
    this.remedy = options.remedy;
    this.status = options.status ?? 400;
    this.exitCode = options.exitCode ?? 2;
    this.where = options.where;
  }
}

/** True for an AppError of any copy of this module: the bundled server and the CLI each hold one. */
export function isAppError(value: unknown): value is AppError {
  return value instanceof Error && (value as { brand?: unknown }).brand === 'patchproof.error';
}

/** The public form of an error: what a page, the API or the terminal may print. */
export function publicFailure(error: AppError): Failure & { where?: AppError['where'] } {
  const failure = { code: error.code, message: error.message, remedy: error.remedy };
  return error.where ? { ...failure, where: error.where } : failure;
}
