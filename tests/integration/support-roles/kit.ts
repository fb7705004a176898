import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import type { Cookies, Handle, HandleServerError, RequestEvent } from '@sveltejs/kit';

type Work = (event: unknown) => unknown;
type Module = Readonly<Record<string, unknown>>;

/** What the routes are made of, by route id: what a browser or a tool can ask for. */
export interface Routes {
  /** `GET /(app)/assets`, `POST /(app)/assets/decide?/confirm`: each with what answers it. */
  readonly operations: ReadonlyMap<string, Work>;
  /** Loads of the layouts around a page, the outermost first. */
  layoutsOf(routeId: string): readonly Work[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const FOLDER = '../../../src/routes';

const isWork = (value: unknown): value is Work => typeof value === 'function';
const idOf = (path: string) => path.slice(FOLDER.length, path.lastIndexOf('/')) || '/';

/** Every route of the product, from its source. */
export async function readRoutes(): Promise<Routes> {
  const files = import.meta.glob<Module>('../../../src/routes/**/+{page.server,layout.server,server}.ts');
  const operations = new Map<string, Work>();
  const layouts = new Map<string, Work>();
  for (const [path, read] of Object.entries(files)) {
    const module = await read();
    const id = idOf(path);
    if (path.endsWith('/+layout.server.ts')) {
      if (isWork(module['load'])) layouts.set(id, module['load']);
    } else {
      for (const [name, work] of operationsOf(module)) operations.set(name.replace('*', id), work);
    }
  }
  const layoutsOf = (routeId: string) =>
    [...layouts]
      .filter(([id]) => id === '/' || routeId === id || routeId.startsWith(`${id}/`))
      .sort(([a], [b]) => a.length - b.length)
      .map(([, load]) => load);
  return { operations, layoutsOf };
}

function operationsOf(module: Module): (readonly [string, Work])[] {
  const actions = Object.entries(module['actions'] ?? {}).filter((one): one is [string, Work] =>
    isWork(one[1]),
  );
  const named = [
    ...METHODS.map((method) => [method, module[method]] as const),
    ['GET', module['load']] as const,
  ];
  return [
    ...named.flatMap(([method, work]) => (isWork(work) ? [[`${method} *`, work] as const] : [])),
    ...actions.map(([name, work]) => [`POST *?/${name}`, work] as const),
  ];
}

export interface Asking {
  /** Key of the operation. */
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  /** Path and query. */
  readonly path: string;
  readonly cookie: { readonly name: string; readonly value: string } | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: FormData | string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  /** JSON of what a page gets, or the text of an answer. */
  readonly text: string;
}

const ORIGIN = 'http://127.0.0.1:3000';

/** Answers requests as the server does: through its hooks, the layouts of the page and the route itself. */
export function createKit(routes: Routes, hooks: { handle: Handle; handleError: HandleServerError }) {
  return async (asking: Asking): Promise<Answer> => {
    const event = eventOf(asking);
    const resolve = (inner: RequestEvent) =>
      respond(routes, { asking, event: inner, handleError: hooks.handleError });
    const response = await Promise.resolve(hooks.handle({ event, resolve })).catch(thrown);
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    if (isStream) await response.body?.cancel();
    return {
      status: response.status,
      location: response.headers.get('location'),
      text: isStream ? '' : await response.text(),
    };
  };
}

/** What Kit makes of what is thrown on purpose. */
function thrown(error: unknown): Response {
  if (isRedirect(error))
    return new Response(null, { status: error.status, headers: { location: error.location } });
  if (isHttpError(error)) return Response.json(error.body, { status: error.status });
  throw error;
}

async function respond(
  routes: Routes,
  { asking, event, handleError }: { asking: Asking; event: RequestEvent; handleError: HandleServerError },
): Promise<Response> {
  const work = routes.operations.get(asking.operation);
  if (!work) return Response.json({ code: 'NO_ROUTE' }, { status: 404 });
  try {
    if (asking.operation.includes('?/')) return acted(await work(event));
    const page = asking.operation.startsWith('GET ') && !(event.route.id ?? '').includes('.csv');
    const answer = page && !isEndpoint(asking) ? await load(routes, work, event) : await work(event);
    return answer instanceof Response ? answer : Response.json(answer ?? null);
  } catch (error) {
    if (isRedirect(error) || isHttpError(error)) return thrown(error);
    const told = await handleError({ error, event, status: 500, message: 'Internal Error' });
    return Response.json(told ?? {}, { status: 500 });
  }
}

/** Files that answer GET by themselves have no layouts around them. */
const isEndpoint = ({ operation }: Asking) => endpoints.test(operation);
const endpoints = /^GET (\/api\/|.*\/(envelope|events|proof|callback|files\/\[sha256\]|link-sso)$|.*\.csv$)/;

async function load(routes: Routes, work: Work, event: RequestEvent): Promise<unknown> {
  // Kit asks them all; the page first, so that whoever is refused it is refused soon.
  const data = [await work(event)];
  for (const layout of routes.layoutsOf(event.route.id ?? '')) data.push(await layout(event));
  return data;
}

function acted(result: unknown): Response {
  if (isActionFailure(result)) return Response.json(result.data ?? null, { status: result.status });
  return Response.json(result ?? null);
}

function eventOf({ operation, params, path, cookie, headers, body }: Asking): RequestEvent {
  const [method = 'GET', rest = ''] = operation.split(' ');
  const id = rest.split('?')[0] ?? '';
  const action = rest.split('?')[1];
  const url = new URL(path, ORIGIN);
  if (action !== undefined) url.search = [action, url.search.slice(1)].filter(Boolean).join('&');
  const request = new Request(url, {
    method,
    headers: { origin: ORIGIN, 'user-agent': 'test', ...headers },
    ...(method === 'GET' ? {} : { body: body ?? '' }),
  });
  const jar = new Map(cookie ? [[cookie.name, cookie.value]] : []);
  const cookies: Cookies = {
    get: (name) => jar.get(name),
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    set: (name, value) => void jar.set(name, value),
    delete: (name) => void jar.delete(name),
    serialize: () => '',
  };
  const event = {
    ...{ params, request, url, cookies, locals: {}, route: { id }, platform: undefined },
    getClientAddress: () => '192.0.2.9',
    setHeaders: () => undefined,
    depends: () => undefined,
    untrack: (fn: () => unknown) => fn(),
    parent: async () => ({}),
    fetch: () => Promise.reject(new Error('no route asks the network')),
    ...{ isDataRequest: false, isSubRequest: false, isRemoteRequest: false, tracing: {} },
  };
  return event as unknown as RequestEvent;
}
