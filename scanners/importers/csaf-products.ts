import { jsonField, jsonList, jsonObject, jsonText, type JsonObject } from './json-records.ts';
import { reportPartTooLarge } from './report-error.ts';
import type { VexProduct } from './vex-statement.ts';

/** A product as a statement means it: on its own, or as a part of a platform. */
export interface PlacedProduct {
  readonly platform: VexProduct;
  readonly component: VexProduct;
}

export interface ProductTree {
  /** A product that the tree does not list stands for itself. */
  readonly find: (id: string) => PlacedProduct;
}

const MAX_PRODUCTS = 2_000_000;
const MAX_PARTS = 32;

/** Reads `product_tree` of CSAF 2.0 (§3.2.2): branches, full names, and relationships between products. */
export function productTree(tree: JsonObject | null): ProductTree {
  const products = new Map<string, VexProduct>();
  const placed = new Map<string, { readonly component: string; readonly platform: string }>();
  const note = (entry: JsonObject | null, version: string | null): void => {
    const id = jsonText(entry, 'product_id');
    if (id === null) return;
    if (products.size >= MAX_PRODUCTS) throw reportPartTooLarge('The product tree');
    const purl = jsonText(entry, 'product_identification_helper', 'purl');
    products.set(id, { id, name: jsonText(entry, 'name'), version, purl });
  };
  const walk = (branch: JsonObject | null): void => {
    const version = jsonText(branch, 'category') === 'product_version' ? jsonText(branch, 'name') : null;
    note(jsonObject(jsonField(branch, 'product')), version);
    for (const child of jsonList(branch, 'branches')) walk(jsonObject(child));
  };
  walk(tree);
  for (const name of jsonList(tree, 'full_product_names')) note(jsonObject(name), null);
  for (const value of jsonList(tree, 'relationships')) {
    const relationship = jsonObject(value);
    const whole = jsonObject(jsonField(relationship, 'full_product_name'));
    const id = jsonText(whole, 'product_id');
    const component = jsonText(relationship, 'product_reference');
    const platform = jsonText(relationship, 'relates_to_product_reference');
    note(whole, null);
    if (id !== null && component !== null && platform !== null) placed.set(id, { component, platform });
  }
  const named = (id: string): VexProduct => products.get(id) ?? { id, name: null, version: null, purl: null };
  // A part of a module of a platform: follow both ends, but never in a circle.
  const end = (id: string, side: 'component' | 'platform'): VexProduct => {
    let at = id;
    for (let step = 0; step < MAX_PARTS; step += 1) at = placed.get(at)?.[side] ?? at;
    return named(at);
  };
  return { find: (id) => ({ platform: end(id, 'platform'), component: end(id, 'component') }) };
}
