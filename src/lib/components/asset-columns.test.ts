import { describe, expect, it } from 'vitest';
import { assetClasses, attributeValues } from '../server/inventory/asset-attributes.ts';
import { assetColumns, assetFilterNames, assetFilters, assetFiltersFor } from './asset-columns.ts';
import { findingFilters } from './findings-columns.ts';
import { patchFilters } from './patch-columns.ts';
import { documentShapes } from '../server/read-documents/document-input.ts';
import { columnClass } from './table.ts';

const names = (filters: readonly { readonly name: string }[]): string[] => filters.map(({ name }) => name);
const valuesOf = (name: string): string[] =>
  [...(assetFilters.find((filter) => filter.name === name)?.options ?? [])].map(({ value }) => value);

describe('the filters of the lists', () => {
  it('are those that the read documents take', () => {
    expect(names(assetFilters).filter((name) => !shape('assets').includes(name))).toEqual([]);
    expect(names(findingFilters).filter((name) => !shape('findings').includes(name))).toEqual([]);
    expect(names(patchFilters).filter((name) => !shape('patches').includes(name))).toEqual([]);
  });
  it('offer every value that can be decided', () => {
    for (const name of ['criticality', 'environment', 'exposure', 'scope'] as const)
      expect(valuesOf(name).sort()).toEqual([...attributeValues[name]].sort());
    expect(valuesOf('class').sort()).toEqual([...assetClasses].sort());
  });
  it('leave the business unit to the scope of the page, and show its choices', () => {
    expect(assetFilterNames).not.toContain('unit');
    const unit = [{ value: 'claims', label: 'Claims' }];
    const shown = assetFiltersFor({ unit, group: [] });
    expect(shown.find(({ name }) => name === 'unit')?.options).toEqual(unit);
    expect(names(shown)).toEqual(names(assetFilters));
  });
});

describe('the columns of a table', () => {
  it('keep the padding of the edge where a narrow screen leaves others out', () => {
    const open = assetColumns.find(({ key }) => key === 'open');
    const due = assetColumns.find(({ key }) => key === 'due');
    expect(open && columnClass(open, assetColumns)).toContain('max-sm:pr-4');
    expect(due && columnClass(due, assetColumns)).toContain('max-lg:pr-4');
  });
});

function shape(name: 'assets' | 'findings' | 'patches'): readonly string[] {
  return documentShapes[name].filters;
}
