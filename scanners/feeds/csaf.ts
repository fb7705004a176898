import { isObject, listOf, memberOf, textOf } from './json-value.ts';

/** A product of the tree; what names it elsewhere where the document says so. */
export interface CsafProduct {
  readonly id: string;
  readonly name: string;
  readonly cpe: string | null;
  readonly purl: string | null;
}

/** A relationship: this product as part of that one. */
export interface CsafComponent {
  readonly product: string;
  readonly of: string;
}

export interface CsafRemediation {
  readonly category: string;
  readonly details: string | null;
  readonly url: string | null;
  readonly date: string | null;
  /** `none`, `service`, `machine` …; null = not said. */
  readonly restart: string | null;
  readonly products: readonly string[];
}

/** A threat or a flag. */
export interface CsafRemark {
  readonly category: string;
  readonly details: string;
  /** Empty = of all products. */
  readonly products: readonly string[];
}

export interface CsafVulnerability {
  /** The CVE, else the first id of the vendor's; null = neither. */
  readonly id: string | null;
  readonly title: string | null;
  /** Product ids by status: `fixed`, `known_affected` … */
  readonly statuses: ReadonlyMap<string, readonly string[]>;
  readonly remediations: readonly CsafRemediation[];
  readonly threats: readonly CsafRemark[];
  readonly flags: readonly CsafRemark[];
  /** JSON path. */
  readonly at: string;
}

/** A CSAF 2.0 document (OASIS standard, 18 November 2022): an advisory, or a VEX document. */
export interface CsafDocument {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly publisher: string | null;
  readonly status: string | null;
  readonly released: string | null;
  readonly changed: string | null;
  /** The issuer's own rating of the whole. */
  readonly rating: string | null;
  /** Addresses of the document itself. */
  readonly selves: readonly string[];
  /** What the document refers to, in words. */
  readonly referred: readonly string[];
  readonly products: ReadonlyMap<string, CsafProduct>;
  readonly components: ReadonlyMap<string, CsafComponent>;
  readonly vulnerabilities: readonly CsafVulnerability[];
}

const MAX_BRANCH_DEPTH = 40;

/**
 * Reads a parsed JSON value as a CSAF document; parts that are not as CSAF defines them are left out.
 * @returns half a sentence why it is none, where it is not
 */
export function readCsaf(value: unknown): CsafDocument | string {
  const document = memberOf(value, 'document');
  const tracking = memberOf(document, 'tracking');
  const id = textOf(tracking, 'id');
  if (!isObject(document) || id === null) return 'it is no CSAF document: it has no tracking id';
  const tree = memberOf(value, 'product_tree');
  const products = new Map<string, CsafProduct>();
  if (!addBranches(listOf(tree, 'branches'), products, 1)) return 'its product tree is nested too deep';
  for (const product of listOf(tree, 'full_product_names')) addProduct(product, products);
  const components = new Map<string, CsafComponent>();
  for (const relationship of listOf(tree, 'relationships')) addComponent(relationship, components);
  const groups = groupsOf(tree);
  return {
    id,
    title: textOf(document, 'title') ?? id,
    category: textOf(document, 'category') ?? '',
    publisher: textOf(memberOf(document, 'publisher'), 'name'),
    status: textOf(tracking, 'status'),
    released: textOf(tracking, 'initial_release_date'),
    changed: textOf(tracking, 'current_release_date'),
    rating: textOf(memberOf(document, 'aggregate_severity'), 'text'),
    selves: listOf(document, 'references')
      .filter((reference) => textOf(reference, 'category') === 'self')
      .flatMap((reference) => textOf(reference, 'url') ?? []),
    referred: listOf(document, 'references').flatMap((reference) => textOf(reference, 'summary') ?? []),
    products,
    components,
    vulnerabilities: listOf(value, 'vulnerabilities').map((entry, index) =>
      vulnerabilityOf(entry, groups, `$.vulnerabilities[${index}]`),
    ),
  };
}

function addBranches(
  branches: readonly unknown[],
  products: Map<string, CsafProduct>,
  depth: number,
): boolean {
  if (depth > MAX_BRANCH_DEPTH) return false;
  return branches.every((branch) => {
    addProduct(memberOf(branch, 'product'), products);
    return addBranches(listOf(branch, 'branches'), products, depth + 1);
  });
}

function addProduct(value: unknown, products: Map<string, CsafProduct>): void {
  const id = textOf(value, 'product_id');
  if (id === null) return;
  const helper = memberOf(value, 'product_identification_helper');
  const name = textOf(value, 'name') ?? id;
  products.set(id, { id, name, cpe: textOf(helper, 'cpe'), purl: textOf(helper, 'purl') });
}

function addComponent(relationship: unknown, components: Map<string, CsafComponent>): void {
  const id = textOf(memberOf(relationship, 'full_product_name'), 'product_id');
  const product = textOf(relationship, 'product_reference');
  const of = textOf(relationship, 'relates_to_product_reference');
  if (id !== null && product !== null && of !== null) components.set(id, { product, of });
}

type Groups = ReadonlyMap<string, readonly string[]>;

function groupsOf(tree: unknown): Groups {
  const groups = new Map<string, readonly string[]>();
  for (const group of listOf(tree, 'product_groups')) {
    const id = textOf(group, 'group_id');
    if (id !== null) groups.set(id, texts(listOf(group, 'product_ids')));
  }
  return groups;
}

function vulnerabilityOf(value: unknown, groups: Groups, at: string): CsafVulnerability {
  const status = memberOf(value, 'product_status');
  const [vendorId] = listOf(value, 'ids').flatMap((entry) => textOf(entry, 'text') ?? []);
  return {
    id: textOf(value, 'cve') ?? vendorId ?? null,
    title: textOf(value, 'title'),
    statuses: new Map(
      Object.keys(isObject(status) ? status : {}).map((name) => [name, texts(listOf(status, name))]),
    ),
    remediations: listOf(value, 'remediations').map((entry) => ({
      category: textOf(entry, 'category') ?? '',
      details: textOf(entry, 'details'),
      url: textOf(entry, 'url'),
      date: textOf(entry, 'date'),
      restart: textOf(memberOf(entry, 'restart_required'), 'category'),
      products: productsOf(entry, groups),
    })),
    threats: listOf(value, 'threats').map((entry) => remarkOf(entry, ['category', 'details'], groups)),
    flags: listOf(value, 'flags').map((entry) => remarkOf(entry, ['label', 'label'], groups)),
    at,
  };
}

function remarkOf(value: unknown, [category, details]: [string, string], groups: Groups): CsafRemark {
  return {
    category: textOf(value, category) ?? '',
    details: textOf(value, details) ?? '',
    products: productsOf(value, groups),
  };
}

function productsOf(value: unknown, groups: Groups): readonly string[] {
  const own = texts(listOf(value, 'product_ids'));
  const inGroups = texts(listOf(value, 'group_ids')).flatMap((id) => groups.get(id) ?? []);
  return inGroups.length === 0 ? own : [...own, ...inGroups];
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string');
}

/** A product that a status names, taken apart. */
export interface CsafPlacement {
  readonly component: CsafProduct;
  /** What stands between: the module stream a package belongs to. */
  readonly between: readonly CsafProduct[];
  /** What it is part of; null = nothing. */
  readonly platform: CsafProduct | null;
}

const MAX_HOPS = 8;

/** Follows the relationships from a product id to its platform; null where the tree does not name a part of it. */
export function placeOf({ products, components }: CsafDocument, id: string): CsafPlacement | null {
  const parts: string[] = [];
  let current = id;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const relationship = components.get(current);
    if (!relationship) break;
    parts.push(relationship.product);
    current = relationship.of;
  }
  const end = products.get(current);
  const [component, ...between] = parts.map((part) => products.get(part));
  if (end === undefined) return null;
  if (parts.length === 0) return { component: end, between: [], platform: null };
  if (component === undefined) return null;
  return { component, between: between.filter((part) => part !== undefined), platform: end };
}
