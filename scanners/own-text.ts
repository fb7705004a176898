/**
 * The text with memory of its own: a part of a text keeps all of the text alive that it was cut from, which where files
 * are read is the file, or a good piece of it.
 */
export function ownText(text: string): string {
  const encoding = BEYOND_LATIN1.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}

/** Half the memory for all others; neither changes a lone surrogate, as UTF-8 would. */
const BEYOND_LATIN1 = /[^\0-\xff]/;
