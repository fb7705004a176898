/** One port of a host that answered a network scan. */
export interface ServiceFacts {
  /** `tcp/443` */
  readonly key: string;
  readonly protocol: string;
  readonly port: number;
  readonly state: string;
  readonly service: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly extra: string | null;
}

/** The row's text as the warehouse writes it, to compare two scans. */
export function serviceText(row: ServiceFacts): string {
  return [row.state, row.service ?? '', row.product ?? '', row.version ?? '', row.extra ?? ''].join('\u001f');
}
