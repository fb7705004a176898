/** A file to keep, never to open in the page: attachment, no sniffing, no scripts. */
export function download(body: string | Uint8Array, name: string, type: string): Response {
  return new Response(typeof body === 'string' ? body : Uint8Array.from(body), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    },
  });
}

export const CSV_TYPE = 'text/csv; charset=utf-8';
