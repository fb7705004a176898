/**
 * A page that leads on at once. A redirect would not do: a browser that comes from another site sends cookies with
 * `SameSite=Strict` only after a step from one of our own pages.
 */
export function goOnPage(path: string): Response {
  const href = path.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signing in · Patchproof</title><meta http-equiv="refresh" content="0;url=${href}"></head><body><p><a href="${href}">Go on</a></p></body></html>`;
  return new Response(page, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}
