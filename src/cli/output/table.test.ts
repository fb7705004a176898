import { describe, expect, it } from 'vitest';
import { renderFacts, renderTable } from './table.ts';

describe('renderTable', () => {
  it('aligns columns and shows an absent value as a dash', () => {
    const columns = [
      { title: 'Name', cell: (row: { name: string; count: number | null }) => row.name },
      { title: 'N', align: 'right' as const, cell: (row: { count: number | null }) => row.count },
    ];
    const rows = [
      { name: 'a', count: 5 },
      { name: 'longer', count: null },
      { name: 'b', count: 100 },
    ];
    expect(renderTable(columns, rows)).toBe('Name      N\na         5\nlonger    –\nb       100\n');
  });

  it('cannot be made to look like another table by what a host said', () => {
    const columns = [{ title: 'Name', cell: (row: string) => row }];
    const lines = renderTable(columns, ['evil\nfake  row\u001b[2K']).split('\n');
    expect(lines).toEqual(['Name', 'evil\\nfake  row\\x1b[2K', '']);
  });
});

describe('renderFacts', () => {
  it('puts values in one column', () => {
    expect(
      renderFacts([
        ['A', 1],
        ['Longer', 'x'],
      ]),
    ).toBe('A       1\nLonger  x\n');
  });
});
