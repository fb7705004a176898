import { AppError } from '#core/errors.ts';

const BY_FILE = 'Download the file elsewhere and import it, or set the proxy, then fetch again.';

/** The publisher cannot be reached, or the transfer broke off. @param why half a sentence without full stop */
export function feedUnreachable(host: string, why: string, cause?: unknown): AppError {
  const message = `The feed cannot be fetched from ${host}: ${why}.`;
  return new AppError({
    code: 'FEED_UNREACHABLE',
    message,
    remedy: `Check the network path. ${BY_FILE}`,
    status: 502,
    exitCode: 3,
    cause,
  });
}

/** The publisher answered, and not with the feed. */
export function feedRefused(host: string, why: string): AppError {
  return new AppError({
    code: 'FEED_REFUSED',
    message: `${host} does not give the feed: ${why}.`,
    remedy: `Check the address with the publisher. ${BY_FILE}`,
    status: 502,
    exitCode: 3,
  });
}

/** What came is not what the publisher's sum is of; the download is thrown away. */
export function feedChecksum(host: string, why: string): AppError {
  return new AppError({
    code: 'FEED_CHECKSUM',
    message: `The feed from ${host} was not taken: ${why}.`,
    remedy: 'Fetch it again later; if it repeats, ask the publisher. Do not import the file as it is.',
    status: 502,
    exitCode: 4,
  });
}
