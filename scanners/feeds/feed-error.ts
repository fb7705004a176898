import { AppError } from '#core/errors.ts';
import { shownText } from '#core/hidden-text.ts';

const FETCH_AGAIN =
  'Download it again from its publisher and load it once more; nothing of this file was taken.';
const MAX_PLACE = 160;

/**
 * The file is of this feed's kind, and something in it is not as the publisher defines it.
 * @param feed name of the feed, or of the file where the feed is not known yet
 * @param place where: `line 12`, `$.vulnerabilities[3]`, a member's name
 * @param why half a sentence without full stop; never a value of the file
 */
export function feedInvalid(feed: string, place: string, why: string): AppError {
  const message = `The feed ${shown(feed)} cannot be read at ${shown(place)}: ${why}.`;
  return new AppError({ code: 'FEED_INVALID', message, remedy: FETCH_AGAIN, where: { place: shown(place) } });
}

/** The file ends before its content does. */
export function feedTruncated(feed: string, place: string): AppError {
  const message = `The feed ${shown(feed)} is cut off at ${shown(place)}.`;
  return new AppError({
    code: 'FEED_TRUNCATED',
    message,
    remedy: FETCH_AGAIN,
    where: { place: shown(place) },
  });
}

/** The file holds no record: never taken for "nothing known". */
export function feedEmpty(feed: string): AppError {
  const message = `The feed ${shown(feed)} holds no record.`;
  return new AppError({ code: 'FEED_EMPTY', message, remedy: FETCH_AGAIN });
}

/** @param limit what was exceeded, such as `8 GiB decompressed` */
export function feedTooLarge(feed: string, limit: string): AppError {
  return new AppError({
    code: 'FEED_TOO_LARGE',
    message: `The feed ${shown(feed)} is larger than accepted: ${limit}.`,
    remedy: 'Check that the file is the publisher’s own; if it is, load it in the parts it is published in.',
    status: 413,
  });
}

/** A member whose name leads out of its archive, or that is a link: whoever made it may mean harm. */
export function memberOutside(file: string, member: string): AppError {
  const entry = shownText(member).slice(0, MAX_PLACE).toWellFormed();
  return new AppError({
    code: 'FEED_INVALID',
    message: `The feed ${shown(file)} cannot be read at ${entry}: the name of a member leaves the archive.`,
    remedy: FETCH_AGAIN,
    where: { entry },
  });
}

/** Names and paths come out of the file: control and direction characters are shown as `�`, and long ones cut. */
function shown(text: string): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
  return safe.length > MAX_PLACE ? `${safe.slice(0, MAX_PLACE)}…` : safe;
}
