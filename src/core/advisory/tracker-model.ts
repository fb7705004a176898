/**
 * A second, naive tracking of one product's findings, written from the words of the design with whole numbers
 * for versions and nothing ever forgotten: what the real one is compared with in tests.
 */
export interface ModelScan {
  readonly at: number;
  readonly sufficient: boolean;
  /** Package → version on disk; absent = not installed, or in a partial scan not seen. */
  readonly installed: Readonly<Record<string, number>>;
  /** Newest security version on offer. */
  readonly offered: number;
}

export interface ModelFinding {
  readonly version: number;
  readonly life: number;
  readonly firstDetectedAt: number;
  state: 'open' | 'fixed' | 'removed';
  fixedAt: number | null;
  reopenedAt: number | null;
}

interface Wanted {
  readonly version: number;
  seenAt: number;
  readonly needs: Record<string, number>;
}

const WINDOW = 90 * 86_400_000;

export class TrackerModel {
  readonly findings: ModelFinding[] = [];
  private queue: Wanted[] = [];
  private readonly needsOf = new Map<number, Record<string, number>>();

  scan(scan: ModelScan): void {
    const missing = Object.keys(scan.installed).filter((name) => (scan.installed[name] ?? 0) < scan.offered);
    if (missing.length > 0) this.see(missing, scan);
    if (scan.sufficient) this.close(scan);
  }

  private see(missing: string[], scan: ModelScan): void {
    const wasOpen = this.queue.length > 0;
    if (!wasOpen) this.queue = this.comeBack(scan).map((one) => ({ ...one, seenAt: scan.at }));
    for (const name of missing) this.want(name, scan);
    if (!wasOpen) this.open();
  }

  /** Fixes closed no longer than the window ago that are missing again, the oldest clock first. */
  private comeBack(scan: ModelScan): Wanted[] {
    const back = this.lastLives().filter(
      ({ version, fixedAt }) =>
        fixedAt !== null &&
        scan.at - fixedAt <= WINDOW &&
        (version === scan.offered || this.lacks(this.needsOf.get(version) ?? {}, scan)),
    );
    back.sort((a, b) => a.firstDetectedAt - b.firstDetectedAt || a.version - b.version);
    const [oldest] = back;
    return back
      .filter(({ version }) => version >= (oldest?.version ?? 0))
      .sort((a, b) => a.version - b.version)
      .map(({ version }) => ({ version, seenAt: scan.at, needs: { ...this.needsOf.get(version) } }));
  }

  private want(name: string, scan: ModelScan): void {
    const places = this.queue.map((one) => one.needs[name]);
    if (Math.max(0, ...places.map((need) => need ?? 0)) >= scan.offered) return;
    const from = places.findLastIndex((need) => need !== undefined) + 1;
    const home = this.queue.slice(from).find((one) => one.version >= scan.offered);
    if (home) home.needs[name] = scan.offered;
    else this.queue.push({ version: scan.offered, seenAt: scan.at, needs: { [name]: scan.offered } });
  }

  private open(): void {
    const [first] = this.queue;
    if (!first) return;
    const last = this.lastLives().find(({ version }) => version === first.version);
    if (last && last.fixedAt !== null && first.seenAt - last.fixedAt <= WINDOW) {
      last.state = 'open';
      last.fixedAt = null;
      last.reopenedAt = first.seenAt;
      return;
    }
    const life = last ? last.life + 1 : 0;
    const { version, seenAt: firstDetectedAt } = first;
    this.findings.push({ version, life, firstDetectedAt, state: 'open', fixedAt: null, reopenedAt: null });
  }

  private close(scan: ModelScan): void {
    for (let [first] = this.queue; first && !this.lacks(first.needs, scan); [first] = this.queue) {
      const open = this.findings.find(({ state }) => state === 'open');
      if (open) {
        open.state = Object.keys(first.needs).some((name) => name in scan.installed) ? 'fixed' : 'removed';
        open.fixedAt = scan.at;
      }
      this.needsOf.set(first.version, { ...first.needs });
      this.queue = this.queue.slice(1).filter((one) => this.lacks(one.needs, scan));
      this.open();
    }
  }

  private lacks(needs: Readonly<Record<string, number>>, scan: ModelScan): boolean {
    return Object.entries(needs).some(([name, need]) => (scan.installed[name] ?? need) < need);
  }

  private lastLives(): ModelFinding[] {
    return this.findings.filter(
      (one) => !this.findings.some((other) => other.version === one.version && other.life > one.life),
    );
  }
}
