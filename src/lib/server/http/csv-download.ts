import { textAsShown } from '#core/hidden-text.ts';
import { viewerOf } from '../auth/viewer-of.ts';
import { CSV_TYPE, download } from '../exports/download.ts';
import { documentShapes } from '../read-documents/document-input.ts';
import type { DocumentShape } from '../read-documents/document-input.ts';
import { readCsv } from '../read-documents/index.ts';
import type { CsvName } from '../read-documents/index.ts';

/**
 * A read document as a CSV file, asked with what the address of its page holds: names the document does not know
 * (the page number, the table that stands open) are left out.
 */
export async function csvDownload(name: CsvName, locals: App.Locals, url: URL): Promise<Response> {
  const { filters, takesPage }: DocumentShape = documentShapes[name];
  const names = ['asOf', 'knownAt', ...(takesPage ? ['sort'] : []), ...filters];
  const query = Object.fromEntries(
    names.flatMap((key) => {
      const value = url.searchParams.get(key)?.trim();
      return value ? [[key, textAsShown(value)] as const] : [];
    }),
  );
  const csv = await readCsv(locals.app, viewerOf(locals), { name, query });
  return download(csv, `${name}.csv`, CSV_TYPE);
}
