import type { DrawnChart } from './draw-chart.ts';
import type { SvgNode } from './svg-tree.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** Links and what is said to screen readers stay in the page; a picture has neither. */
function markup(node: SvgNode | string): string {
  if (typeof node === 'string') return escaped(node);
  const tag = node.tag === 'a' ? 'g' : node.tag;
  const attributes = Object.entries(node.attributes)
    .filter(([name]) => name !== 'href' && !name.startsWith('aria-'))
    .map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<${tag}${attributes.join('')}>${node.children.map(markup).join('')}</${tag}>`;
}

const titleHeight = 32;
const padding = 16;

/**
 * A drawn chart as an SVG file: white ground, the question above. Draw it with the print theme, since a file
 * knows no variables.
 */
export function svgFile({ width, height, svg }: DrawnChart, title: string, font: string): string {
  const [wide, tall] = [width + 2 * padding, height + titleHeight + 2 * padding];
  const style = `font-family="${escaped(font)}" font-size="11" font-variant="tabular-nums"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}" ${style}>`,
    `<title>${escaped(title)}</title><rect width="${wide}" height="${tall}" fill="#ffffff"></rect>`,
    `<text x="${padding}" y="${padding + 13}" font-size="13" font-weight="600" fill="#14181e">${escaped(title)}</text>`,
    `<g transform="translate(${padding},${padding + titleHeight})" fill="#5f6875" text-anchor="middle">`,
    svg.children.map(markup).join(''),
    '</g></svg>',
  ].join('');
}
