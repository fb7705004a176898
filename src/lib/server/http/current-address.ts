import { AsyncLocalStorage } from 'node:async_hooks';

const addresses = new AsyncLocalStorage<URL>();

/** Answers a request so that `currentPath` knows, however deep, where it came in. */
export function answeringAt<T>(url: URL, answer: () => T): T {
  return addresses.run(url, answer);
}

/** Path and query of the request being answered, without the names of form actions; `/` outside of one. */
export function currentPath(): string {
  const url = addresses.getStore();
  if (!url) return '/';
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
  return query.size > 0 ? `${url.pathname}?${query}` : url.pathname;
}
