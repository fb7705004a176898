import type { App as Installation } from '#lib/server/app.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { startOfEntry, suggestSupportEnds } from '#lib/server/registers/suggest-support-ends.ts';

interface Asked {
  readonly register: string;
  readonly url: URL;
}

/** What a form begins with when it was opened from a suggestion; null = from none. */
export async function startOf(app: Installation, viewer: Viewer, { register, url }: Asked) {
  const release = url.searchParams.get('release');
  if (register !== 'end-of-support' || release === null) return null;
  const { rows } = await suggestSupportEnds(app, viewer, {});
  const found = rows.find((row) => row.release === release);
  return found ? startOfEntry(found) : null;
}
