import { INVENTORY_SCHEMA, readInventories } from '../inventory/inventory-document.ts';
import { inventoryEnvelope } from '../inventory/seal-inventory.ts';
import type { Importer } from './importer.ts';

/** What another tool knows of one host, or of several in an array. */
export const inventoryJson: Importer = {
  title: 'an inventory of another tool (JSON)',
  recognises: (text) => /^[{[]/.test(text) && text.includes(`"${INVENTORY_SCHEMA}"`),
  read: ({ bytes }) => ({ kind: 'envelopes', envelopes: readInventories(bytes).map(inventoryEnvelope) }),
};
