interface Titled {
  readonly product: string;
  readonly asset: string;
  readonly state: string;
}

/** The page's answer: how it stands with this product on this asset. */
export function findingTitle({ product, asset, state }: Titled): string {
  const what = `${product} on ${asset}`;
  if (state === 'fixed' || state === 'removed') return `${what} is ${state}, proven by a scan`;
  return state === 'not_affected'
    ? `${what} does not count, two persons decided`
    : `${what} is still vulnerable`;
}

/** Over the comparison of versions. */
export function whyTitle({ state }: Titled): string {
  if (state === 'fixed' || state === 'removed') return 'Why is it closed?';
  return state === 'not_affected' ? 'Why did it fail?' : 'Why does it fail?';
}
