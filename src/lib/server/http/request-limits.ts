import { AppError } from '#core/errors.ts';

const PER_MINUTE = 600;
const MINUTE_MS = 60_000;
/** Work that takes memory or disk while it runs. */
const AT_ONCE = { import: 10, export: 3 } as const;
export type HeavyWork = keyof typeof AT_ONCE;

/**
 * How much one API token may ask, and how much heavy work runs at once. In memory: a restart gives a minute back, and
 * a disk write for every request would cost more than it guards.
 */
export interface RequestLimits {
  /** Counts a request of a token. @throws AppError RATE_LIMITED (429) beyond 600 in a minute */
  admit(tokenId: string, now: number): void;
  /** Runs heavy work in one of its places. @throws AppError TOO_BUSY (429) when all are taken */
  during<T>(work: HeavyWork, run: () => Promise<T>): Promise<T>;
}

export function createRequestLimits(): RequestLimits {
  const windows = new Map<string, { startedAt: number; count: number }>();
  const running: Record<HeavyWork, number> = { import: 0, export: 0 };
  return {
    admit: (tokenId, now) => {
      const known = windows.get(tokenId);
      const open = known !== undefined && now >= known.startedAt && now < known.startedAt + MINUTE_MS;
      const window = open ? known : { startedAt: now, count: 0 };
      window.count++;
      windows.set(tokenId, window);
      if (window.count > PER_MINUTE)
        throw rateLimited(Math.ceil((window.startedAt + MINUTE_MS - now) / 1000));
    },
    during: async (work, run) => {
      if (running[work] >= AT_ONCE[work]) throw tooBusy(work);
      running[work]++;
      try {
        return await run();
      } finally {
        running[work]--;
      }
    },
  };
}

/** The heavy work that a request is, by its route. */
export function heavyWorkOf(routeId: string | null, method: string): HeavyWork | null {
  if (routeId === null) return null;
  const takesIn = /^\/api\/v1\/(imports|envelopes|feed-files|decisions)$/.test(routeId);
  if (takesIn && method === 'POST') return 'import';
  return method === 'GET' && /(\.csv|\/envelope)$/.test(routeId) ? 'export' : null;
}

function rateLimited(retryAfter: number): AppError {
  return new AppError({
    code: 'RATE_LIMITED',
    message: `This API token asked more than ${PER_MINUTE} times within a minute.`,
    remedy: `Wait ${retryAfter} seconds, and ask for larger pages.`,
    status: 429,
    exitCode: 3,
    where: { retryAfter },
  });
}

function tooBusy(work: HeavyWork): AppError {
  return new AppError({
    code: 'TOO_BUSY',
    message: `${AT_ONCE[work]} ${work}s run already.`,
    remedy: 'Try again in a few seconds.',
    status: 429,
    exitCode: 3,
    where: { retryAfter: 5 },
  });
}
