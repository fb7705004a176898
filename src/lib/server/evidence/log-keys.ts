import { noteVerifier, readVerifier, verifierText } from '#core/merkle/signed-note.ts';
import type { NoteVerifier } from '#core/merkle/signed-note.ts';
import { logSigner } from '../log/log-signer.ts';
import type { MasterKey } from '../master-key.ts';
import type { Store } from '../store/store.ts';

const KEY_SETTING = 'log-key';
const INTRODUCED = 'log.key-introduced';

/**
 * Signs the log with the installation's key from here on; a key that is new to the log is recorded in it.
 * @throws AppError LOG_NOT_OURS (exit 4)
 */
export function introduceKey(store: Store, masterKey: MasterKey): void {
  const signer = logSigner(masterKey, installId(store));
  store.log.signWith(signer, trustedKeys(store, masterKey));
  const text = verifierText(signer);
  store.transaction(() => {
    if (store.settings.get(KEY_SETTING) === text) return;
    store.settings.set(KEY_SETTING, text);
    store.log.append({
      kind: INTRODUCED,
      object: signer.keyId,
      body: { verifierKey: text },
      actor: null,
      via: 'system',
    });
  });
}

/**
 * Keys that may have signed the log, the one that signs now first. Without the master key they are those that the log
 * names: a log that was replaced as a whole names its own.
 */
export function trustedKeys(store: Store, masterKey: MasterKey | null): NoteVerifier[] {
  const named = introducedKeys(store);
  if (!masterKey) return named.reverse();
  const { name, publicKey, keyId } = logSigner(masterKey, installId(store));
  return [noteVerifier(name, publicKey), ...named.filter((one) => one.keyId !== keyId)];
}

function introducedKeys(store: Store): NoteVerifier[] {
  const everything = { kind: INTRODUCED, actor: null, object: null, from: null, until: null, text: null };
  return store.log
    .search(everything, { limit: 1000, offset: 0 })
    .events.reverse()
    .flatMap(({ body }) => {
      const text = body && typeof body === 'object' && 'verifierKey' in body ? body.verifierKey : null;
      return (typeof text === 'string' ? readVerifier(text) : null) ?? [];
    });
}

function installId(store: Store): string {
  return store.settings.get('install-id') ?? '';
}
