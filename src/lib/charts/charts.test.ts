import { describe, expect, test } from 'vitest';
import { chartOf, drawChart } from './draw-chart.ts';
import { emptyRows, exampleRows } from './example-rows.ts';
import { type ChartData, type ChartName, charts } from './index.ts';
import { serverDocument } from './server-document.ts';
import { svgFile } from './svg-text.ts';
import { type SvgNode, countLinks } from './svg-tree.ts';
import { pageTheme, printTheme } from './theme.ts';

const names = Object.keys(charts) as ChartName[];

function draw<Name extends ChartName>(name: Name, data: ChartData<Name>, width = 640, theme = pageTheme) {
  return drawChart(name, data, { theme, frame: { width, id: 'c1' }, document: serverDocument() }).svg;
}

function all(node: SvgNode): SvgNode[] {
  return [node, ...node.children.flatMap((child) => (typeof child === 'string' ? [] : all(child)))];
}

/** The marks inside groups of a class. */
function marks(svg: SvgNode, className: string): SvgNode[] {
  const groups = all(svg).filter((node) => node.attributes['class'] === className);
  return groups.flatMap((group) => group.children.filter((child) => typeof child !== 'string'));
}

function words(node: SvgNode): string {
  return node.children.map((child) => (typeof child === 'string' ? child : words(child))).join('');
}

const links = (svg: SvgNode) => all(svg).filter(({ tag }) => tag === 'a');
const noNonsense = (svg: SvgNode) => {
  const values = all(svg).flatMap(({ attributes }) => Object.values(attributes));
  expect(values.filter((value) => /NaN|undefined|Infinity/.test(value))).toEqual([]);
  // Plot's own style sheet would reach beyond the chart.
  expect(all(svg).filter(({ tag }) => tag === 'style' || tag === 'script')).toEqual([]);
  // Plot marks its warnings with a sign at the corner.
  expect(words(svg)).not.toContain('\u26a0');
};

describe.each(names)('the chart %s', (name) => {
  const heightOf = (width: number) => chartOf(name).height(width, exampleRows[name]);

  test.each([308, 460, 960])('draws its rows %i wide, in the colours of page and paper', (width) => {
    for (const theme of [pageTheme, printTheme]) noNonsense(draw(name, exampleRows[name], width, theme));
    expect(heightOf(width)).toBeGreaterThan(100);
  });

  test('draws nothing as a hatched frame with a reason, never as zero', () => {
    const svg = draw(name, emptyRows[name]);
    noNonsense(svg);
    expect(
      marks(svg, 'no-data').length + all(svg).filter((n) => n.attributes['class'] === 'no-data').length,
    ).toBeGreaterThan(0);
    expect(words(svg)).toMatch(/[a-z]{4}/);
    expect(chartOf(name).table(emptyRows[name]).rows).toEqual([]);
    expect(chartOf(name).describe(emptyRows[name])).toMatch(/\w/);
  });

  test('shows the versions of the policy behind a time axis', () => {
    const hasTimeAxis = !['survival-curve', 'coverage-by-class'].includes(name);
    const bands = marks(draw(name, exampleRows[name]), 'policy-band');
    expect(bands.length > 0).toBe(hasTimeAxis);
  });

  test('uses only the colours of the theme on the page, so that a change of theme needs no drawing', () => {
    const fixed = all(draw(name, exampleRows[name])).flatMap(({ attributes }) =>
      Object.values(attributes).filter((value) => /^#[0-9a-f]{3,8}$|^rgb/.test(value)),
    );
    expect(fixed).toEqual([]);
  });

  test('points to patterns by an id of its own', () => {
    const nodes = all(draw(name, exampleRows[name]));
    const used = nodes.flatMap(({ attributes }) => [
      ...(attributes['fill'] ?? '').matchAll(/url\(#([\w-]+)\)/g),
    ]);
    const defined = nodes.filter(({ tag }) => tag === 'pattern').map(({ attributes }) => attributes['id']);
    used.forEach((match) => expect(defined).toContain(match[1]));
    defined.forEach((id) => expect(id).toMatch(/^c1-/));
  });

  test('has a table with a cell for every column', () => {
    const { columns, rows } = chartOf(name).table(exampleRows[name]);
    expect(rows.length).toBeGreaterThan(0);
    rows.forEach((row) => expect(row.length).toBe(columns.length));
  });

  test('names every link and leaves the rest of the picture to the description', () => {
    const svg = draw(name, exampleRows[name]);
    expect(links(svg).length).toBe(countLinks(svg));
    links(svg).forEach(({ attributes }) => expect(attributes['aria-label']).toMatch(/\d/));
    expect(links(svg).map(({ link }) => link)).toEqual(links(svg).map((_, index) => index));
  });
});

test('a hostile name stays text', () => {
  const hostile = '<script>alert(1)</script>';
  const coverage = draw('coverage-by-class', {
    rows: [{ class: hostile, assets: 3, fresh: 2, stale: 0, uncredentialed: 0, failed: 1, never: 0 }],
  });
  const policy = draw('weekly-flow', {
    ...exampleRows['weekly-flow'],
    policies: [{ version: 1, from: '2026-01-01', to: null, label: hostile }],
  });
  for (const svg of [coverage, policy]) {
    expect(all(svg).some(({ tag }) => tag === 'script')).toBe(false);
    expect(words(svg)).toContain(hostile);
    const file = svgFile({ width: 640, height: 200, svg }, hostile, printTheme.font);
    expect(file).not.toContain('<script');
    expect(file).toContain('&lt;script&gt;');
  }
});

test('a link leads to this site or nowhere', () => {
  const [row] = exampleRows['on-time-by-month'].rows;
  for (const href of ['javascript:alert(1)', '//host/x', 'https://host/', '/\\host']) {
    const data = { ...exampleRows['on-time-by-month'], rows: [{ ...row!, href }] };
    expect(links(draw('on-time-by-month', data))).toEqual([]);
  }
});

describe('the survival curve', () => {
  const data = exampleRows['survival-curve'];

  test('has a limit line per distinct limit and a ring that opens its list', () => {
    const svg = draw('survival-curve', data);
    expect(marks(svg, 'limit').length).toBe(4);
    expect(marks(svg, 'ring').length).toBe(4);
    expect(links(svg).map(({ attributes }) => attributes['href'])).toEqual([
      '/findings?rank=severe',
      '/findings?rank=high',
    ]);
    expect(words(svg)).toContain('limit 7\u202fd');
    expect(words(svg)).toContain('12\u202f%');
  });

  test('draws ranks by width and dash, and thin where fewer than 10 are at risk', () => {
    const lines = all(draw('survival-curve', data)).filter(({ attributes }) =>
      /^curve/.test(attributes['class'] ?? ''),
    );
    const styles = lines.map(
      ({ attributes }) =>
        `${attributes['class']} ${attributes['stroke-width']} ${attributes['stroke-dasharray'] ?? 'solid'}`,
    );
    expect(styles).toEqual([
      'curve 1.75 2 2.5',
      'curve 1.75 6 3',
      'curve 2 solid',
      'curve thin 0.75 solid',
      'curve 2.5 solid',
      'curve thin 0.75 solid',
    ]);
  });

  test('a share not known at the limit has no ring', () => {
    const rows = data.rows.map((row) => ({ ...row, openAtLimit: null }));
    expect(marks(draw('survival-curve', { rows }), 'ring')).toEqual([]);
    expect(charts['survival-curve'].describe({ rows })).toBe(
      'Share still open by days: no limit is reached yet',
    );
  });
});

describe('on time by month', () => {
  const data = exampleRows['on-time-by-month'];
  const svg = draw('on-time-by-month', data);

  test('has a range for each month with figures and a hatched gap with a reason for the other', () => {
    expect(marks(svg, 'range').length).toBe(11);
    expect(marks(svg, 'gap').map(words)).toEqual(['May 2026: nothing was due']);
    expect(marks(svg, 'value').map(words)).toContain('91.0');
  });

  test('tints odd versions of the policy and names those that fit', () => {
    expect(marks(svg, 'policy-band').length).toBe(2);
    expect(words(svg)).toContain('Policy v7: high 30 d, was 45 d');
    const narrow = words(draw('on-time-by-month', data, 308));
    expect(narrow).toContain('Policy v7');
    expect(narrow).not.toContain('was 45 d');
  });

  test('says where the scale starts and up to which day the month is counted', () => {
    expect(charts['on-time-by-month'].caption(data)).toBe('Scale starts at 70\u202f%. November to the 23rd.');
    const low = { ...data, until: null, rows: [{ ...data.rows[0]!, lower: 0.04, upper: 0.2 }] };
    expect(charts['on-time-by-month'].caption(low)).toBeNull();
  });

  test('prints the number due below every month, also where it is narrow', () => {
    const [line] = all(svg).filter(({ attributes }) => attributes['class'] === 'due');
    expect(line?.children.length).toBe(12);
    expect(line?.attributes['transform']).toMatch(/,25\)$/);
    expect(marks(svg, 'due').map(words)).toContain('2,310');
    expect(marks(draw('on-time-by-month', data, 308), 'due').length).toBe(12);
  });
});

describe('weekly flow and backlog', () => {
  const data = exampleRows['weekly-flow'];

  test('bars in and out for the weeks measured, a gap for the other, links where there are lists', () => {
    const svg = draw('weekly-flow', data);
    expect(
      [marks(svg, 'flow-new'), marks(svg, 'flow-reopened'), marks(svg, 'flow-closed')].map((m) => m.length),
    ).toEqual([12, 12, 12]);
    expect(marks(svg, 'gap').map(words)).toEqual(['Week of 28 Sep: not measured']);
    expect(links(svg).length).toBe(24);
  });

  test('the legend has the totals and the sentence the net', () => {
    expect(charts['weekly-flow'].legend(data).map(({ label }) => label)).toEqual([
      'New 9,000',
      'Reopened 174',
      'Verified closed 9,491',
    ]);
    expect(charts['weekly-flow'].caption(data)).toBe(
      '480 fewer open than 12 weeks ago. Last 4 weeks closed 40\u202f% of what was open or arrived.',
    );
  });

  test('weeks before the first one measured are gaps, and the net is counted from that one', () => {
    const none = { new: null, reopened: null, closed: null, openAtEnd: null, overdueAtEnd: null };
    const from = (first: number) => ({
      ...data,
      rows: data.rows.map((row, index) =>
        index < first ? { week: row.week, ...none, reason: 'before the first scan' } : row,
      ),
    });
    const [late, last] = [from(10), from(12)];
    expect(charts['weekly-flow'].caption(late)).toBe('80 fewer open than 2 weeks ago.');
    expect(charts['weekly-flow'].caption(from(11))).toBe('40 fewer open than 1 week ago.');
    expect(charts['weekly-flow'].caption(last)).toBeNull();
    expect(charts['weekly-flow'].describe(last)).toMatch(/^Findings per week over 1 week: 615 new,/);
    expect(marks(draw('weekly-flow', last), 'gap').map(words)).toContain(
      'Week of 24 Aug: before the first scan',
    );
    expect(charts.backlog.describe(late)).toMatch(
      /^Open and overdue [^.]+\. 2 Nov: 4,000 open, 310 overdue\./,
    );
  });

  test('the lines of the backlog break at the gap and end in words', () => {
    const svg = draw('backlog', data);
    const [open] = all(svg).filter(({ attributes }) => attributes['class'] === 'level-openAtEnd');
    const path = all(open!).find(({ tag }) => tag === 'path');
    expect(path?.attributes['d']?.match(/M/g)?.length).toBe(2);
    expect(words(svg)).toContain('288 overdue');
    expect(marks(svg, 'point-overdueAtEnd').length).toBe(12);
  });
});

test('the parts of a class add up to its whole width, and zero parts take none', () => {
  const svg = draw('coverage-by-class', exampleRows['coverage-by-class']);
  const count = (part: string) => marks(svg, `part-${part}`).length;
  expect(['fresh', 'stale', 'uncredentialed', 'failed', 'never'].map(count)).toEqual([3, 3, 3, 2, 3]);
  expect(words(svg)).toContain('no assets of this class');
  expect(links(svg).map(({ attributes }) => attributes['href'])).toEqual(['/assets?scan=failed']);
});
