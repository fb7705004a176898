import type { ReportedProduct } from '#core/advisory/reported-flaw.ts';
import { flawOf, type FlawParts } from './report-flaw.ts';
import type { ReportSink } from './report-importer.ts';

/** More packages in one result are hostile, or a mistake. */
const MAX_PRODUCTS = 200;

/** Hands a result on as one flaw for each product that it names, or as one without a product. */
export function emitProducts(
  flaw: FlawParts,
  products: readonly ReportedProduct[],
  sink: Pick<ReportSink, 'flaw' | 'skip'>,
): void {
  if (products.length === 0) sink.flaw(flawOf(flaw));
  products.forEach((product, index) => {
    if (index < MAX_PRODUCTS) sink.flaw(flawOf({ ...flaw, product }));
    else sink.skip(`package beyond the first ${MAX_PRODUCTS} of a result`);
  });
}
