import { expect, test } from 'vitest';
import { adviceKeyText } from './advice-key.ts';
import {
  keyOfPlace,
  placeOfFinding,
  productKey,
  readPlace,
  settingsKey,
  settingsPlace,
} from './settings-item.ts';

const key = adviceKeyText({
  platform: 'windows/',
  product: 'Office.x64',
  version: '16',
  source: 'Office',
  module: '',
});

test('a product and a notice for it are places of their own, and a finding knows its place', () => {
  const place = settingsPlace('Office', 'ADV170021');
  expect(readPlace(place)).toEqual({ product: 'Office', notice: 'ADV170021' });
  expect(readPlace('Office')).toEqual({ product: 'Office', notice: null });
  expect(placeOfFinding({ product: 'Office', fix: 'settings:ADV170021' })).toBe(place);
  expect(placeOfFinding({ product: 'Office', fix: 'security-update:Office@16.1' })).toBe('Office');
});

test('feeds are asked about settings by the key of the product with the notice, and back', () => {
  const own = settingsKey(key, 'ADV170021');
  expect(own).not.toBe(key);
  expect(productKey(own)).toBe(key);
  expect(productKey(key)).toBe(key);
  const keys = new Map([['Office', key]]);
  expect(keyOfPlace(keys, settingsPlace('Office', 'ADV170021'))).toBe(own);
  expect(keyOfPlace(keys, 'Office')).toBe(key);
  expect(keyOfPlace(keys, settingsPlace('Word', 'ADV170021'))).toBeUndefined();
});
