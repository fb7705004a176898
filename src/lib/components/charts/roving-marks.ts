const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => Math.min(at + 1, count - 1),
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Where a key leads among `count` marks, from mark `at`; null when the key does not move. */
export function nextMark(key: string, at: number, count: number): number | null {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step && at >= 0 && count > 0 ? step(at, count) : null;
}

/**
 * The links of a chart as one stop of the Tab key; the arrow keys move between them, Enter opens. Without
 * JavaScript every link stays a stop of its own. Gives back how to undo it.
 */
export function rovingMarks(chart: Element): () => void {
  const links = (): SVGAElement[] => [...chart.querySelectorAll<SVGAElement>('a[data-mark]')];
  const makeCurrent = (current: number): void =>
    links().forEach((link, index) => link.setAttribute('tabindex', index === current ? '0' : '-1'));
  const currentOf = (event: Event): number => links().findIndex((link) => link === event.target);
  const onFocus = (event: Event): void => {
    const at = currentOf(event);
    if (at >= 0) makeCurrent(at);
  };
  const onKey = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = links();
    const next = nextMark(event.key, currentOf(event), all.length);
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  };
  makeCurrent(0);
  chart.addEventListener('focusin', onFocus);
  chart.addEventListener('keydown', onKey);
  return () => {
    chart.removeEventListener('focusin', onFocus);
    chart.removeEventListener('keydown', onKey);
  };
}
