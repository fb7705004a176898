import { adviceKeyText, readAdviceKey } from './advice-key.ts';
import type { FindingIdentity } from './finding-state.ts';

const START = 'settings:';
const PART = '\t';

/** The fix of a finding where the vendor has no update and recommends settings: the notice that says so. */
export function settingsFix(notice: string): string {
  return `${START}${notice}`;
}

/** True for a fix that is a setting: nothing is to be installed. */
export function isSettingsFix(fix: string): boolean {
  return fix.startsWith(START);
}

/**
 * What the findings of an asset are kept by: a product, of which one is open at most; and beside it a product with a
 * notice that recommends settings for it, since no update replaces that.
 */
export function settingsPlace(product: string, notice: string): string {
  return `${product}${PART}${notice}`;
}

/** Reads a place; notice null = of the product itself. */
export function readPlace(place: string): { readonly product: string; readonly notice: string | null } {
  const at = place.lastIndexOf(PART);
  return at === -1
    ? { product: place, notice: null }
    : { product: place.slice(0, at), notice: place.slice(at + 1) };
}

/** The place that a finding is kept at. */
export function placeOfFinding({ product, fix }: Pick<FindingIdentity, 'product' | 'fix'>): string {
  return isSettingsFix(fix) ? settingsPlace(product, fix.slice(START.length)) : product;
}

/** The key that feeds are asked by about the settings of a notice: that of the product, with the notice. */
export function settingsKey(key: string, notice: string): string {
  return adviceKeyText({ ...readAdviceKey(key), module: settingsFix(notice) });
}

/** The key of the product itself: of settings feeds are asked together with it. */
export function productKey(key: string): string {
  const read = readAdviceKey(key);
  return isSettingsFix(read.module) ? adviceKeyText({ ...read, module: '' }) : key;
}

/** The key of a place, by those of products; undefined = the product is not installed. */
export function keyOfPlace(keys: ReadonlyMap<string, string>, place: string): string | undefined {
  const { product, notice } = readPlace(place);
  const key = keys.get(product);
  return key === undefined || notice === null ? key : settingsKey(key, notice);
}
