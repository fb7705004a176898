import { parseHTML } from 'linkedom';

const MAX_ADVICE = 4000;

/**
 * What a vendor says is to be done, on as many lines as it has: commands and steps are told apart by them. Control
 * characters are blanks; at most 4,000 characters.
 */
export function adviceText(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.replace(/[^\S ]|\p{Cc}/gu, ' ').trimEnd());
  const clean = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
  return clean.length > MAX_ADVICE ? `${clean.slice(0, MAX_ADVICE - 1)}…` : clean;
}

const BLOCK = /<\/(?:p|div|ul|ol|table|pre|h[1-6])\s*>/gi;
const LINE = /<br\s*\/?>|<\/(?:li|tr|dt|dd)\s*>/gi;

/** Advice that is written in HTML, as text: lists with dashes, cells apart, the address behind the words of a link. */
export function adviceOfHtml(html: string): string {
  const marked = html
    .replace(/<li[^<>]*>/gi, '- ')
    .replace(/<\/t[dh]\s*>/gi, ' ')
    .replace(LINE, '\n')
    .replace(BLOCK, '\n\n');
  const { document } = parseHTML(`<!doctype html><html><body>${marked}</body></html>`);
  for (const element of document.querySelectorAll('script, style')) element.remove();
  for (const link of document.querySelectorAll('a[href^="http"]')) {
    const address = link.getAttribute('href') ?? '';
    if (!link.textContent.includes(address)) link.append(` (${address})`);
  }
  const lines = document.body.textContent.split('\n').map((line) => line.trim());
  return adviceText(lines.join('\n'));
}
