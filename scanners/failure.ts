import { AppError, type Failure } from '#core/errors.ts';

interface FailureText {
  /** One sentence; `detail` is text of ours (a fingerprint, a section name, seconds), never raw host output. */
  readonly message: (detail: string) => string;
  readonly remedy: string;
}

const CHECK_PATH = 'Check the address, the network path and the host’s firewall, then scan again.';
const CHECK_SSHD = 'Check that an SSH server answers on this port, then scan again.';

/** Every way a scan can end other than complete: stable code, one sentence, one remedy. */
export const failures = {
  NAME_UNKNOWN: {
    message: () => 'The host name has no address.',
    remedy: 'Check the spelling and the name server, or give the address.',
  },
  CONNECT_REFUSED: { message: () => 'The host refused the connection.', remedy: CHECK_SSHD },
  CONNECT_TIMEOUT: {
    message: (limit) => `The host did not answer the connection within ${limit}.`,
    remedy: CHECK_PATH,
  },
  HOST_UNREACHABLE: { message: () => 'There is no route to the host.', remedy: CHECK_PATH },
  CONNECTION_LOST: {
    message: (where) => `The connection was lost ${where}.`,
    remedy: 'Scan again; if it repeats, look at the host’s SSH log.',
  },
  BANNER_TIMEOUT: {
    message: (limit) => `The port is open, but no SSH banner came within ${limit}.`,
    remedy: CHECK_SSHD,
  },
  NOT_SSH: { message: () => 'What answers on this port is not an SSH server.', remedy: CHECK_SSHD },
  HANDSHAKE_TIMEOUT: {
    message: (limit) => `The SSH key exchange did not finish within ${limit}.`,
    remedy: 'Scan again, or use the profile “patient”.',
  },
  HANDSHAKE_FAILED: {
    message: () => 'The SSH key exchange failed.',
    remedy: 'Check that the host’s SSH server offers current algorithms.',
  },
  HOST_KEY_UNKNOWN: {
    message: (key) => `The host’s SSH key is not known; it offered ${key}. No login was tried.`,
    remedy: 'Compare the fingerprint at the host, then pin it or add it to known_hosts.',
  },
  HOST_KEY_CHANGED: {
    message: (keys) => `The host’s SSH key is not the known one: ${keys}. No login was tried.`,
    remedy: 'Find out why the key changed; only then replace the known key.',
  },
  HOST_KEY_REVOKED: {
    message: (key) => `The host offered a revoked SSH key, ${key}. No login was tried.`,
    remedy: 'Give the host a new key, then add that one to known_hosts.',
  },
  CREDENTIALS_MISSING: {
    message: () => 'No user and key, agent or password were given for this host.',
    remedy: 'Give --user with --identity, or the name of a stored credential.',
  },
  KEY_UNUSABLE: {
    message: (why) => `The private key cannot be used: ${why}.`,
    remedy: 'Give an Ed25519, ECDSA or RSA key of at least 2048 bits, with its passphrase.',
  },
  AGENT_UNAVAILABLE: {
    message: () => 'The SSH agent does not answer.',
    remedy: 'Start the agent, load the key into it, and scan again.',
  },
  AUTH_FAILED: {
    message: () => 'The host refused the login; it was tried once.',
    remedy: 'Check user name and key on the host before the next scan, so that the account is not locked.',
  },
  AUTH_TIMEOUT: {
    message: (limit) => `The host did not answer the login within ${limit}.`,
    remedy: 'Scan again, or use the profile “patient”.',
  },
  EXEC_REFUSED: {
    message: () => 'The host accepted the login but refused to run a command.',
    remedy: 'Allow the scan user a shell on the host.',
  },
  NO_OUTPUT: {
    message: (limit) => `The host accepted the login, then sent nothing for ${limit}.`,
    remedy: 'Check the scan user’s login shell and any forced command on the host.',
  },
  OUTPUT_STALLED: {
    message: (detail) => `The host stopped sending ${detail}.`,
    remedy: 'Scan again, or use the profile “patient”.',
  },
  OUTPUT_TOO_LARGE: {
    message: (detail) => `The host sent more than is accepted ${detail}.`,
    remedy: 'Look at the kept part of the output; the host may be faulty or hostile.',
  },
  OUTPUT_TRUNCATED: {
    message: (detail) => `The output ended early ${detail}.`,
    remedy: 'Scan again; if it repeats, look at the scan user’s shell and limits on the host.',
  },
  SECTION_TIMEOUT: {
    message: (detail) => `The collector ran out of time ${detail}.`,
    remedy: 'Scan again when the host is less busy, or use the profile “patient”.',
  },
  SECTION_FAILED: {
    message: (names) => `Commands of the collector failed on the host: ${names}.`,
    remedy: 'Open the scan’s raw sections to see what the host answered.',
  },
  HOST_TIMEOUT: {
    message: (limit) => `The scan did not finish within ${limit}.`,
    remedy: 'Scan again when the host is less busy, or use the profile “patient”.',
  },
  OS_UNSUPPORTED: {
    message: (name) => `No package collector exists for this system (${name}).`,
    remedy: 'Import a result of another scanner for this host.',
  },
  SHELL_MISSING: {
    message: () => 'This machine has no /bin/sh that could be started.',
    remedy: 'Run the scanner as a user that may start /bin/sh.',
  },
  CANCELLED: { message: () => 'The scan was cancelled.', remedy: 'Start it again when wanted.' },
  NMAP_MISSING: {
    message: () => 'nmap is not installed on this machine.',
    remedy: 'Install it: apt install nmap',
  },
  NMAP_TOO_OLD: {
    message: (versions) => `The nmap of this machine is too old (${versions}).`,
    remedy: 'Install a newer one: apt install nmap',
  },
  NMAP_FAILED: {
    message: (detail) => `nmap ended with an error (${detail}).`,
    remedy: 'Read nmap’s own words in the section nmap-stderr of this scan.',
  },
  SCAN_UNFINISHED: {
    message: () => 'The network scan did not finish; only hosts read completely are kept.',
    remedy: 'Scan again; nothing is concluded from hosts that are absent.',
  },
} as const satisfies Record<string, FailureText>;

export type FailureCode = keyof typeof failures;

/** The failure of a code, filled with `detail`: text of ours, never raw output of a host. */
export function scanFailure(code: FailureCode, detail = ''): Failure {
  const { message, remedy } = failures[code];
  return { code, message: message(detail), remedy };
}

/** Milliseconds as words for a failure's sentence: `10 s`, `0.4 s`, `15 min`. */
export function inWords(ms: number): string {
  return ms >= 120_000 && ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

/** An expected failure of an input (target, file), as every surface shows it. */
export function inputError(
  code: string,
  message: string,
  remedy: string,
  where?: Record<string, string | number>,
): AppError {
  return new AppError({ code, message, remedy, status: 400, exitCode: 2, where });
}
