/**
 * A page that leads on at once, where a redirect would not do: on the way to an identity provider `form-action` of the
 * page before would stop it, and on the way back a browser sends cookies with `SameSite=Strict` only after a step from
 * one of our own pages.
 * @param to a path of ours, or the address of the configured provider
 */
export function goOnPage(to: string): Response {
  const href = to.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signing in · Patchproof</title><meta http-equiv="refresh" content="0;url=${href}"></head><body><p><a href="${href}">Go on</a></p></body></html>`;
  return new Response(page, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}
