import type { Store } from '../store/store.ts';

/** Whoever asks: the address as the server knows it, not as a header claims, and the browser's own words. */
export interface Peer {
  readonly address: string;
  readonly userAgent: string;
}

const USER_AGENT_CHARACTERS = 200;

interface SignInEvent {
  readonly kind: string;
  /** null = no such account, or none yet. */
  readonly accountId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** Person id; null for strangers. */
  readonly actor: string | null;
  readonly peer: Peer;
}

/**
 * Appends an event of signing in (PCI DSS v4.0.1 req. 10.2) inside the caller's transaction. Address and browser
 * stand beside the log, where they can be erased.
 */
export function recordSignIn(store: Store, { kind, accountId, body, actor, peer }: SignInEvent): void {
  const object = accountId === null ? 'account' : `account:${accountId}`;
  const { seq } = store.log.append({ kind, object, body, actor, via: 'web' });
  const userAgent = peer.userAgent.slice(0, USER_AGENT_CHARACTERS);
  store.eventOrigins.insert({ seq, accountId, address: peer.address, userAgent });
}
