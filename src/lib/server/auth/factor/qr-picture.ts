import { encode } from 'uqr';

/** A QR code as one SVG path over a square of `size` units, with its quiet zone. */
export interface QrPicture {
  readonly size: number;
  readonly path: string;
}

const QUIET_ZONE = 4;

export function qrPicture(text: string): QrPicture {
  const { data, size } = encode(text, { border: QUIET_ZONE, ecc: 'M' });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: dark.join('') };
}
