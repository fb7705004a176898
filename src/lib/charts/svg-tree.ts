/** A drawn element as data: a component writes it into the page on the server and keeps it current in the browser. */
export interface SvgNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (SvgNode | string)[];
  /** Position among the marks that are links; undefined for everything else. */
  readonly link?: number;
}

/** Links of a chart stay on this site: a path, a query or a fragment. */
function isOwnPath(href: string): boolean {
  return /^(\/(?![/\\])|\?|#)/.test(href);
}

/** `xlink:href`, which Plot writes, is obsolete and unknown to parsers of HTML. */
function attributesOf(element: Element): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { name, value } of Array.from(element.attributes)) {
    attributes[name === 'xlink:href' ? 'href' : name] = value;
  }
  return attributes;
}

/** A link is named by the mark inside it. */
function nameOf(element: Element): string | null {
  return element.getAttribute('aria-label') ?? element.firstElementChild?.getAttribute('aria-label') ?? null;
}

interface Walk {
  links: number;
}

function linkNode(element: Element, children: SvgNode['children'], walk: Walk): SvgNode {
  const { fill = 'inherit', href = '' } = attributesOf(element);
  if (!isOwnPath(href)) return { tag: 'g', attributes: { fill }, children };
  const name = nameOf(element);
  const attributes = { fill, href, ...(name === null ? {} : { 'aria-label': name }) };
  return { tag: 'a', attributes, children, link: walk.links++ };
}

function childrenOf(element: Element, walk: Walk): SvgNode['children'] {
  return Array.from(element.childNodes).flatMap((child): (SvgNode | string)[] => {
    if (child.nodeType === 3) return [child.textContent ?? ''];
    if (child.nodeType !== 1) return [];
    const node = nodeOf(child as Element, walk);
    return node === null ? [] : [node];
  });
}

function nodeOf(element: Element, walk: Walk): SvgNode | null {
  const tag = element.localName;
  // Plot's own style sheet: the page and the PDF bring theirs.
  if (tag === 'style' || tag === 'script') return null;
  const before = walk.links;
  const children = childrenOf(element, walk);
  if (tag === 'a') return linkNode(element, children, walk);
  const { 'aria-label': _name, ...attributes } = attributesOf(element);
  const isDecoration = walk.links === before && tag !== 'title';
  return {
    tag,
    attributes: isDecoration && tag === 'g' ? { ...attributes, 'aria-hidden': 'true' } : attributes,
    children,
  };
}

/**
 * The drawn chart as data. Only what can be opened is left to screen readers: links take the name of their
 * mark, everything else is said by the description and the table.
 */
export function svgTree(element: Element): SvgNode {
  const walk = { links: 0 };
  const root = nodeOf(element, walk);
  const { class: _class, ...attributes } = root?.attributes ?? {};
  return { tag: 'svg', attributes, children: root?.children ?? [], link: undefined };
}

/** Number of links in a drawn chart. */
export function countLinks(node: SvgNode): number {
  return node.children.reduce(
    (sum, child) => sum + (typeof child === 'string' ? 0 : countLinks(child)),
    node.link === undefined ? 0 : 1,
  );
}
