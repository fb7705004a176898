/** One thing a list can be narrowed by. With options it is a choice, without it is free text. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly hint?: string;
  /** The choice of nothing, where that means something: `In use`. Else `Any`. */
  readonly any?: string;
}

export interface Chip {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

/** The filters in force, read from the address: the URL is the state. */
export function chipsOf(filters: readonly Filter[], params: URLSearchParams): Chip[] {
  return filters.flatMap((filter) => {
    const value = params.get(filter.name);
    if (!value) return [];
    const shown = filter.options?.find((option) => option.value === value)?.label ?? value;
    return [{ name: filter.name, label: filter.label, value: shown }];
  });
}
