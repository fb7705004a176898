import type { Via } from '../log/event-log.ts';
import type { AuthContext } from './auth-context.ts';

interface Ending {
  readonly accountId: string;
  /** Hash of the one that stays; null = all end. */
  readonly except: string | null;
  readonly reason:
    'factor-changed' | 'password-changed' | 'factor-reset' | 'by-person' | 'locked-out' | 'roles-changed';
  readonly actor: { readonly personId: string | null; readonly via: Via };
}

/** Ends sessions of an account at once, inside the caller's transaction, with one event; how many there were. */
export function endSessions({ store }: Pick<AuthContext, 'store'>, ending: Ending): number {
  const { accountId, except, reason, actor } = ending;
  const ended = store.sessions.listOf(accountId).filter(({ id }) => id !== except);
  for (const { id } of ended) store.sessions.remove(id);
  if (ended.length === 0) return 0;
  store.log.append({
    kind: 'sessions.revoked',
    object: `account:${accountId}`,
    body: { accountId, reason, count: ended.length },
    actor: actor.personId,
    via: actor.via,
  });
  return ended.length;
}
