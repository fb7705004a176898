import { textAsShown } from '#core/hidden-text.ts';
import type { ExceptionScope } from '#core/exception/exception-content.ts';

/** `unit` in an address is the unit looked at, so the one that an exception is bound to has another name. */
const names = { unit: 'inUnit', asset: 'asset', fix: 'fix', product: 'product', rank: 'rank' } as const;
const narrowing = ['unit', 'asset', 'fix', 'product', 'rank'] as const;

/** The scope that an address names: single findings, or what narrows all of them. null = it names none. */
export function scopeOf(params: URLSearchParams): ExceptionScope | null {
  const given = (name: keyof typeof names): string | null =>
    textAsShown(params.get(names[name])?.trim() ?? '') || null;
  const findings = params.getAll('finding').filter(Boolean);
  const [unit, asset, fix, product, rank] = narrowing.map(given);
  const catchesFuture = params.has('future');
  if (findings.length === 0 && narrowing.every((name) => given(name) === null) && !params.has('scope'))
    return null;
  const scope = { unit: unit ?? null, asset: asset ?? null, fix: fix ?? null, product: product ?? null };
  return { findings, ...scope, rank: rank ?? null, catchesFuture };
}

/** The same scope as an address names it. */
export function scopeParams({ findings, catchesFuture, ...scope }: ExceptionScope): URLSearchParams {
  const params = new URLSearchParams(findings.map((id) => ['finding', id]));
  for (const name of narrowing) if (scope[name] !== null) params.set(names[name], scope[name]);
  if (catchesFuture) params.set('future', 'yes');
  params.set('scope', 'given');
  return params;
}

export const noScope: ExceptionScope = {
  findings: [],
  unit: null,
  asset: null,
  fix: null,
  product: null,
  rank: null,
  catchesFuture: false,
};
