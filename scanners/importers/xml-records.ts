import { walkXmlChunks, type XmlElement, type XmlLimits } from '../xml.ts';
import { reportEmptyFile, reportInvalid, reportPartTooLarge, xmlTruncated } from './report-error.ts';
import type { ReportDocument } from './report-importer.ts';

export type XmlAttributes = Readonly<Record<string, string>>;

/** An element with all that is in it. Names are local: without the prefix of their namespace. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly children: readonly XmlNode[];
  /** The element's own text, without that of its children. */
  readonly text: string;
}

/** What is to be read, by the end of an element's path: `HostProperties/tag` or `ReportItem`. */
export interface XmlPlan {
  /** Names that the outermost element may have. */
  readonly roots: readonly string[];
  /** Elements taken whole, each when it ends; elements within are then not looked at on their own. */
  readonly take?: Readonly<Record<string, (node: XmlNode) => void>>;
  readonly open?: Readonly<Record<string, (attributes: XmlAttributes) => void>>;
  readonly close?: Readonly<Record<string, () => void>>;
  /**
   * The tool writes `<!DOCTYPE root SYSTEM "address">`. It is passed over, nothing is fetched; a document type
   * with declarations of its own is refused all the same.
   */
  readonly namesDtd?: true;
}

/** A Nessus policy lists all its plugins in one text of 1.3 MB. */
const limits: XmlLimits = { depth: 200, attributes: 256, text: 16 * 1024 * 1024 };
const RECORD_NODES = 500_000;

interface OpenNode {
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly children: OpenNode[];
  text: string;
}

type Rules<T> = ReadonlyMap<string, readonly { readonly path: readonly string[]; readonly act: T }[]>;

function rulesOf<T>(record: Readonly<Record<string, T>> | undefined): Rules<T> {
  const rules = new Map<string, { path: readonly string[]; act: T }[]>();
  for (const [key, act] of Object.entries(record ?? {})) {
    const path = key.split('/').reverse();
    const [name = ''] = path;
    rules.set(name, [...(rules.get(name) ?? []), { path, act }]);
  }
  return rules;
}

function ruleFor<T>(rules: Rules<T>, path: readonly string[]): T | undefined {
  const last = path.length - 1;
  const candidates = rules.get(path[last] ?? '');
  return candidates?.find((rule) => rule.path.every((name, back) => path[last - back] === name))?.act;
}

/**
 * Reads an XML report of any size.
 * @throws AppError FILE_EMPTY, ENCODING_INVALID, XML_DTD_FORBIDDEN, XML_TOO_DEEP, XML_PART_TOO_LARGE,
 * REPORT_PART_TOO_LARGE, XML_TRUNCATED, REPORT_INVALID (not well-formed, another root)
 */
export function readXml(document: ReportDocument, plan: XmlPlan): void {
  const walk = new XmlWalk(plan);
  const end = walkXmlChunks(
    document.chunks(),
    {
      onOpen: (element) => walk.open(element),
      onClose: (_name, text) => walk.close(text),
    },
    { limits, localNames: true, doctypes: plan.namesDtd ? plan.roots : [] },
  );
  if (!walk.hasBegun && isBlank(document)) throw reportEmptyFile();
  if (end.kind === 'cut') throw xmlTruncated({ line: end.line });
  if (end.kind === 'broken') throw reportInvalid('it is not well-formed XML', { line: end.line });
}

function isBlank(document: ReportDocument): boolean {
  for (const chunk of document.chunks()) {
    if (chunk.some((byte) => byte > 0x20)) return false;
  }
  return true;
}

/** One pass over a document: the path to the current element, and what is being taken. */
class XmlWalk {
  hasBegun = false;
  readonly #plan: XmlPlan;
  readonly #take: Rules<(node: XmlNode) => void>;
  readonly #open: Rules<(attributes: XmlAttributes) => void>;
  readonly #close: Rules<() => void>;
  readonly #path: string[] = [];
  readonly #nodes: OpenNode[] = [];
  #done: ((node: XmlNode) => void) | null = null;
  #nodeCount = 0;

  constructor(plan: XmlPlan) {
    this.#plan = plan;
    this.#take = rulesOf(plan.take);
    this.#open = rulesOf(plan.open);
    this.#close = rulesOf(plan.close);
  }

  open({ name, attributes, line }: XmlElement): void {
    if (!this.hasBegun && !this.#plan.roots.includes(name)) {
      throw reportInvalid('its outermost element is not that of the format', { line });
    }
    this.hasBegun = true;
    this.#path.push(name);
    if (this.#done === null) {
      ruleFor(this.#open, this.#path)?.(attributes);
      this.#done = ruleFor(this.#take, this.#path) ?? null;
      if (this.#done === null) return;
      this.#nodeCount = 0;
    }
    this.#nodeCount += 1;
    if (this.#nodeCount > RECORD_NODES) throw reportPartTooLarge('A record of the XML', { line });
    const node: OpenNode = { name, attributes, children: [], text: '' };
    this.#nodes.at(-1)?.children.push(node);
    this.#nodes.push(node);
  }

  close(text: string): void {
    const node = this.#nodes.pop();
    if (node === undefined) {
      ruleFor(this.#close, this.#path)?.();
    } else {
      node.text = text;
      const done = this.#done;
      if (this.#nodes.length === 0 && done !== null) {
        this.#done = null;
        done(node);
      }
    }
    this.#path.pop();
  }
}

/** The first element at this path below a node, or null. */
export function xmlChild(node: XmlNode, ...path: readonly string[]): XmlNode | null {
  let found: XmlNode | null = node;
  for (const name of path) found = found?.children.find((child) => child.name === name) ?? null;
  return found;
}

/** All elements of a name directly below. */
export function xmlChildren(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter((child) => child.name === name);
}

/** Own text of the first element at this path, trimmed; '' when there is none. */
export function xmlText(node: XmlNode, ...path: readonly string[]): string {
  return xmlChild(node, ...path)?.text.trim() ?? '';
}

/** Text of a node and all within it, in document order but for mixed content; at most `max` characters. */
export function xmlAllText(node: XmlNode, max: number): string {
  const parts: string[] = [];
  let left = max;
  const walk = (at: XmlNode): void => {
    if (left <= 0) return;
    const text = at.text.trim();
    if (text !== '') parts.push(text);
    left -= text.length + 1;
    at.children.forEach(walk);
  };
  walk(node);
  return parts.join('\n').slice(0, max);
}
