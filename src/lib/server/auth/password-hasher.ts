import { hash, verify } from '@node-rs/argon2';
import { AppError } from '#core/errors.ts';

export interface Argon2Cost {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** argon2id, 64 MiB, 3 passes: above the OWASP minimum, about 0.1 s of one core. */
export const DEFAULT_ARGON2_COST: Argon2Cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

const MAX_RUNNING = 4;
const MAX_WAITING = 50;

/** Hashes passwords, few at a time: each takes 64 MiB, and sign-in is open to strangers. */
export class PasswordHasher {
  readonly #cost: Argon2Cost;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(cost: Argon2Cost = DEFAULT_ARGON2_COST) {
    this.#cost = cost;
  }

  /** @throws AppError TRY_LATER (503) when the queue is full; call it before counting an attempt */
  refuseWhenFull(): void {
    if (this.#running >= MAX_RUNNING && this.#waiting.length >= MAX_WAITING) throw tryLater();
  }

  /** PHC string with a random salt. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password.normalize('NFC'), { ...this.#cost, outputLen: 32 }));
  }

  /** Whether the password gives that hash. Without one, or with none that any password gives, the same work is done. */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    if (passwordHash?.startsWith('$argon2'))
      return this.#inTurn(() => verify(passwordHash, password.normalize('NFC')));
    await this.hash(password);
    return false;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.refuseWhenFull();
    if (this.#running >= MAX_RUNNING) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place is handed on, not given back, so that nobody slips in between.
      if (next) next();
      else this.#running--;
    }
  }
}

function tryLater(): AppError {
  return new AppError({
    code: 'TRY_LATER',
    message: 'Too many people are signing in at this moment.',
    remedy: 'Try again in a few seconds.',
    status: 503,
  });
}
