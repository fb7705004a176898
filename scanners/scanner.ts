import type { Envelope } from './envelope.ts';
import type { Limits } from './limits.ts';

/** One host, or for a network scan the validated specs joined by a space. */
export interface ScanTarget {
  readonly host: string;
  readonly port: number | null;
  /** Codes of things a person should look at, such as MIXED_SCRIPT. */
  readonly warnings: readonly string[];
}

export type SshAuth =
  | { readonly kind: 'key'; readonly privateKey: string; readonly passphrase?: string }
  | { readonly kind: 'agent'; readonly socket: string }
  | { readonly kind: 'password'; readonly password: string };

export interface SshCredentials {
  readonly user: string;
  readonly auth: SshAuth;
}

/** What makes a host key acceptable. Both empty: every key is unknown and refused. */
export interface HostKeyTrust {
  /** Contents of known_hosts files. */
  readonly knownHosts: readonly string[];
  /** `SHA256:…` fingerprints that were approved for this very host. */
  readonly pinned: readonly string[];
}

export interface ScanProgress {
  readonly phase: 'connecting' | 'handshake' | 'login' | 'collecting' | 'sealing';
  /** Section or host just finished, where the phase has such steps. */
  readonly step: string | null;
  readonly done: number;
  readonly total: number | null;
}

export interface ScanRequest {
  readonly target: ScanTarget;
  readonly profile: string;
  /** Overrides single limits of the profile. */
  readonly limits?: Partial<Limits>;
  readonly credentials?: SshCredentials | null;
  readonly trust?: HostKeyTrust;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** A collector. `collect` always answers with an envelope: a host that cannot be scanned is a result. */
export interface Scanner {
  readonly name: string;
  readonly title: string;
  readonly method: 'credentialed' | 'network';
  readonly profiles: readonly string[];
  /** Which collector version made an envelope: product version and, with a script, its hash. */
  readonly build: string;
  /** @throws AppError TARGET_INVALID, TARGET_DENIED, SCOPE_TOO_LARGE or PORT_INVALID. */
  parseTarget(text: string): ScanTarget;
  collect(request: ScanRequest): Promise<Envelope>;
}
