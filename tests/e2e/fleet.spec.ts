import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { documentShapes, isDocumentName } from '#lib/server/read-documents/document-input.ts';
import type { DocumentName } from '#lib/server/read-documents/document-input.ts';
import { expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';
import { runProduct, runProductHere } from './server.ts';
import { signIn } from './sign-in.ts';

/** `npm run nightly:counts`. */
const atNight = process.env['PATCHPROOF_EVERY_COUNT'] === '1';

test.describe.configure({ mode: 'serial', timeout: atNight ? 1_800_000 : 300_000 });

let demo: DemoServer;
let context: BrowserContext;
let page: Page;
let fix: string;
let asset: string;
/** A day within the history, and a month that fell due. */
let past: string;
let cohort: string;

test.beforeAll(async ({ browser }) => {
  // A year of a demo takes longer to make than one test may.
  test.setTimeout(300_000);
  demo = await startDemo({ assets: 30, years: 1 }, 4);
  context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await signIn(page, demo);
  const patches = (await command('patches', {})) as { rows: { fix: string }[]; asOf: string };
  const assets = (await command('assets', {})) as { rows: { id: string }[] };
  fix = patches.rows[0]?.fix ?? '';
  asset = assets.rows[0]?.id ?? '';
  const day = (ago: number) =>
    new Date(Date.parse(patches.asOf) - ago * 86_400_000).toISOString().slice(0, 10);
  past = day(75);
  cohort = day(75).slice(0, 7);
});

test.afterAll(async () => {
  await context.close();
  await demo.stop();
});

/** Documents that a process of its own was asked for, once each. */
const asked = new Set<DocumentName>();

/** What the command line prints for a document and its parameters. */
async function command(name: DocumentName, query: Readonly<Record<string, string>>): Promise<unknown> {
  const { id, asOf, knownAt, sort, page: _page, pageSize: _size, ...filters } = query;
  const [verb, operands] = commandOf(name, id);
  const args = [
    verb,
    ...operands,
    '--json',
    ...(asOf === undefined ? [] : ['--as-of', asOf]),
    ...(knownAt === undefined ? [] : ['--known-at', knownAt]),
    ...(sort === undefined ? [] : ['--sort', sort]),
    ...Object.entries(filters).flatMap(([key, value]) => ['--filter', `${key}=${value}`]),
  ];
  const isFirst = !asked.has(name);
  asked.add(name);
  return JSON.parse(await (isFirst ? runProduct : runProductHere)(demo.env, args)) as unknown;
}

/** Documents of one object are printed by the command of their list. */
function commandOf(name: DocumentName, id: string | undefined): [string, string[]] {
  if (name === 'patch') return ['patches', [id ?? '']];
  if (name === 'asset') return ['assets', [id ?? '']];
  return [name, []];
}

interface Figure {
  readonly of: string;
  readonly value: string;
  readonly href: string | null;
}

async function figuresOf(path: string): Promise<Figure[]> {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(200);
  return page.$$eval('[data-figure]', (elements) =>
    elements.map((element) => ({
      of: element.getAttribute('data-figure') ?? '',
      value: element.getAttribute('data-value') ?? '',
      href: element.getAttribute('href'),
    })),
  );
}

/** `patches?sort=-overdue:rows.3.overdue`: the document, what it is asked besides the page's address, the place. */
function readFigure({ of }: Figure, pagePath: string) {
  const cut = of.lastIndexOf(':');
  const [name = '', own = ''] = of.slice(0, cut).split('?');
  if (!isDocumentName(name)) throw new Error(`${of} names no document`);
  return { name, place: of.slice(cut + 1), query: queryOf(name, pagePath, own) };
}

function queryOf(name: DocumentName, pagePath: string, own = ''): Record<string, string> {
  const url = new URL(pagePath, demo.url);
  const shape: { filters: readonly string[] } = documentShapes[name];
  const known = [...shape.filters, 'asOf', 'knownAt', 'sort'];
  const query: Record<string, string> = {};
  for (const [key, value] of [...url.searchParams, ...new URLSearchParams(own)]) {
    const isOfList = own !== '' || isListOf(url.pathname, name) || ['asOf', 'knownAt', 'unit'].includes(key);
    if (known.includes(key) && value !== '' && isOfList) query[key] = value;
  }
  const object = /^\/(?:patches|assets)\/([^/]+)$/.exec(url.pathname)?.[1];
  if (object && documentShapes[name].takesId) query['id'] = decodeURIComponent(object);
  return query;
}

/** Filters in a page's address are about the document that the page is about. */
function isListOf(path: string, name: DocumentName): boolean {
  if (path === '/time-to-patch') return ['time-to-patch', 'compliance', 'flow', 'ageing'].includes(name);
  return path === `/${name}`;
}

function placeIn(document: unknown, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      document,
    );
}

const printed = new Map<string, Promise<unknown>>();
function once(name: DocumentName, query: Record<string, string>): Promise<unknown> {
  const key = JSON.stringify([name, Object.entries(query).sort()]);
  const known = printed.get(key) ?? command(name, query);
  printed.set(key, known);
  return known;
}

/** How many rows the list behind a link has, by the API. */
async function totalBehind(href: string, token: string): Promise<number> {
  const url = new URL(href, demo.url);
  const name = url.pathname.slice(1).split('/')[0] ?? '';
  const isObject = name === 'patches' && url.pathname.split('/').length > 2;
  const target = isObject ? 'patch' : name;
  const query = new URLSearchParams(url.searchParams);
  if (isObject) query.set('id', decodeURIComponent(url.pathname.split('/')[2] ?? ''));
  query.delete('page');
  if (!isObject) query.set('pageSize', '1');
  const answer = await page.request.get(`${demo.url}/api/v1/${target}?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status(), `${href}: ${await answer.text()}`).toBe(200);
  const document = (await answer.json()) as { total?: number; patch?: { findings: number } };
  return document.patch ? document.patch.findings : (document.total ?? -1);
}

/** Asks for several at once, each with a token of its own: what one may ask within a minute is limited. */
async function totalsBehind(hrefs: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const totals = new Map<string, number>();
  const waiting = [...hrefs];
  const askOn = async (token: string) => {
    for (let href = waiting.pop(); href !== undefined; href = waiting.pop())
      totals.set(href, await totalBehind(href, token));
  };
  await Promise.all(demo.tokens.map(askOn));
  return totals;
}

const lists = ['/findings', '/assets', '/obligations', '/patches'];

function isDoor(figure: Figure): boolean {
  if (figure.href === null || !/^\d+$/.test(figure.value)) return false;
  return lists.some((path) => figure.href === path || figure.href?.startsWith(`${path}?`));
}

function pages(): string[] {
  const views = ['', `asOf=${past}`, 'unit=claims'];
  const paths = [
    '/',
    '/time-to-patch',
    '/time-to-patch?rule=pci-6.3.3&months=6',
    '/coverage',
    '/patches',
    '/patches?rank=high&sort=-overdue',
    '/units',
    '/groups',
    `/obligations?cohort=${cohort}`,
    `/obligations?cohort=${cohort}&outcome=late`,
    '/findings?verdict=fail',
    '/findings?due=overdue&late=1-30',
    '/assets',
    '/assets?class=windows',
  ];
  const objects = [`/patches/${encodeURIComponent(fix)}`, `/assets/${asset}`];
  const withView = (path: string, view: string) =>
    view === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${view}`;
  return [...views.flatMap((view) => paths.map((path) => withView(path, view))), ...objects];
}

/** The figures of every page, each page opened once. */
let figures: ReadonlyMap<string, readonly Figure[]>;

test('every figure on every page equals what the command line prints for the same parameters', async () => {
  const found = new Map<string, Figure[]>();
  for (const path of pages()) found.set(path, await figuresOf(path));
  figures = found;
  const seen = new Set<string>();
  for (const [path, list] of found) {
    expect(list.length, path).toBeGreaterThan(0);
    for (const figure of list) {
      const { name, place, query } = readFigure(figure, path);
      seen.add(name);
      const value = placeIn(await once(name, query), place);
      expect({ path, of: figure.of, value: figure.value }).toEqual({
        path,
        of: figure.of,
        value: value === null ? '' : String(value),
      });
    }
  }
  const expected = [
    'posture',
    'coverage',
    'compliance',
    'time-to-patch',
    'flow',
    'ageing',
    'units',
    'groups',
  ];
  expect([...seen]).toEqual(expect.arrayContaining([...expected, 'patches', 'patch', 'obligations']));
});

test('every count opens a list with that many rows', async () => {
  const all = [...figures].flatMap(([path, list]) => list.filter(isDoor).map((figure) => ({ path, figure })));
  // Links of the past and of one unit are those of now with one parameter more: one of each kind is followed on each page,
  // all of them at night.
  const isNow = (path: string) => !path.includes('asOf=') && !path.includes('unit=');
  const kinds = new Set<string>();
  const isNewKind = (path: string, { of, href }: Figure) => {
    const before = kinds.size;
    const parameters = [...new URL(href ?? '', demo.url).searchParams.keys()];
    return kinds.add([path, of.replaceAll(/\d+/g, 'n'), ...parameters].join(' ')).size > before;
  };
  const doors = all.filter(({ path, figure }) => atNight || isNow(path) || isNewKind(path, figure));
  const hrefs = new Set(doors.map(({ figure }) => figure.href ?? ''));
  const totals = await totalsBehind([...hrefs]);
  for (const { path, figure } of doors) {
    const href = figure.href ?? '';
    const said = { path, of: figure.of, href };
    expect({ ...said, total: totals.get(href) }).toEqual({ ...said, total: Number(figure.value) });
  }
  expect(totals.size).toBeGreaterThan(50);
});

test('every mark of a chart opens the list of a figure on the same page, so that picture and table agree', async () => {
  let marks = 0;
  for (const path of pages().filter((one) => /^\/(time-to-patch|coverage)?(\?|$)/.test(one))) {
    const opened = new Set((await figuresOf(path)).map(({ href }) => href));
    const hrefs = await page.$$eval('main svg a', (links) => links.map((link) => link.getAttribute('href')));
    expect({ path, alone: hrefs.filter((href) => !opened.has(href)) }).toEqual({ path, alone: [] });
    marks += hrefs.length;
  }
  expect(marks).toBeGreaterThan(100);
});

test('a link of every kind inside the product answers, marks of charts too', async () => {
  const links = new Map<string, string>();
  for (const path of [
    '/',
    '/time-to-patch',
    '/coverage',
    '/units',
    '/feeds',
    '/groups',
    '/patches',
    '/assets',
  ]) {
    await page.goto(path);
    const found = await page.$$eval('main a[href^="/"], main a[*|href^="/"]', (anchors) =>
      anchors.map((anchor) => anchor.getAttribute('href') ?? anchor.getAttribute('xlink:href') ?? ''),
    );
    for (const href of found) {
      const { pathname, searchParams } = new URL(href, demo.url);
      links.set(`${pathname.split('/').slice(0, 2).join('/')} ${[...searchParams.keys()].join()}`, href);
    }
  }
  expect(links.size).toBeGreaterThan(20);
  for (const href of links.values()) {
    const answer = await page.request.get(demo.url + href);
    expect(answer.status(), href).toBe(200);
  }
});

test('every page of the fleet is well formed, wide and narrow, light and dark', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const paths = [
    '/',
    '/time-to-patch',
    '/coverage',
    '/patches',
    `/patches/${encodeURIComponent(fix)}`,
    '/units',
    '/feeds',
    '/groups',
    `/obligations?cohort=${cohort}`,
    '/findings?verdict=fail',
    '/assets',
    `/assets/${asset}`,
    `/?asOf=${past}&unit=claims`,
  ];
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByText('Demo data').first()).toBeAttached();
    await test.step(path, () => expectWellFormedInEveryLook(page));
  }
});
