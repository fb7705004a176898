/**
 * Headers of every response, static files and errors too. Pages replace the policy by their own with a nonce;
 * for all else nothing may be loaded, and nothing is kept by a cache. Plain HTTP must not carry HSTS (RFC 6797 §7.2).
 */
export function securityHeaders({ https }: { https: boolean }): Readonly<Record<string, string>> {
  return {
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    // Hashed files are told apart from this by whoever serves them.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Not no-referrer: with it a browser posts our own forms with `Origin: null`, which is refused as foreign.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}
