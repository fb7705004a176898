import { isSettingsFix } from '#core/advisory/settings-item.ts';
import { formatCount } from './numbers.ts';

export interface NamedFix {
  readonly fix: string;
  readonly product: string;
  readonly version: string | null;
  readonly advisory: string | null;
  readonly title: string | null;
}

interface Subject {
  readonly product: string;
  /** null = of a claim without one, which names its product. */
  readonly fix: string | null;
  readonly title?: string | null;
}

const CHECK = 'check:';

/**
 * The part of a fix's key that says something to people: `security-update:openssl@3.0.19` → `3.0.19`, since its advisory
 * is not known yet; `settings:ADV190023` → `ADV190023`; `check:Qualys:38738` → `Qualys check 38738`.
 */
export function fixWords(fix: string): string {
  if (isSettingsFix(fix)) return fix.slice(fix.indexOf(':') + 1);
  if (fix.startsWith(CHECK)) return fix.slice(CHECK.length).replace(':', ' check ');
  return fix.startsWith('security-update:') ? fix.slice(fix.lastIndexOf('@') + 1) : fix;
}

/**
 * What a finding is about: its product. Where a tool names none, what the tool calls it, else its fix: a name is never
 * empty.
 */
export function subjectOf({ product, fix, title = null }: Subject): string {
  return product === '' ? (title ?? fixWords(fix ?? '')) : product;
}

/** The vendor's name of a fix that brings no version; of a tool's check what the tool calls it. */
export function fixLabel({ fix, advisory, version, title }: Omit<NamedFix, 'product'>): string | null {
  if (advisory !== null) return advisory;
  if (version !== null) return null;
  return fix.startsWith(CHECK) ? (title ?? fixWords(fix)) : fix;
}

/**
 * `DSA-5764-1 · openssl 3.0.19`: the advisory, once it is known, and what one installs; a fix that its vendor named
 * keeps that name.
 */
export function fixName({ fix, product, version, advisory, title }: NamedFix): string {
  if (version === null)
    return advisory === null || advisory === fix
      ? (fixLabel({ fix, advisory, version, title }) ?? fix)
      : `${advisory} · ${product}`;
  return [...(advisory === null ? [] : [advisory]), `${product} ${version}`].join(' · ');
}

/** Over what an advisory asks for: besides an update, or where there is none. */
export function stepsLabel(fix: string): string {
  return isSettingsFix(fix) ? 'Recommended settings' : 'Also needed';
}

interface Effort {
  readonly install: number;
  readonly reboot: number;
  readonly restart: number;
  readonly held: number;
  readonly settings: number;
  /** Of a tool's check that names nothing to install. */
  readonly advice: number;
  readonly steps: boolean;
}

/** `Install on 12, reboot 3, further steps`: what a fix still takes. */
export function effortWords({ install, reboot, restart, held, settings, advice, steps }: Effort): string {
  const parts = [
    ...(install > 0 ? [`install on ${formatCount(install)}`] : []),
    ...(reboot > 0 ? [`reboot ${formatCount(reboot)}`] : []),
    ...(restart > 0 ? [`restart services on ${formatCount(restart)}`] : []),
    ...(held > 0 ? [`${formatCount(held)} on hold`] : []),
    ...(settings > 0 ? [`apply settings on ${formatCount(settings)}`] : []),
    ...(advice > 0 ? [`follow the tool’s advice on ${formatCount(advice)}`] : []),
    ...(steps ? ['further steps'] : []),
  ];
  const text = parts.join(', ');
  return text === '' ? 'Nothing' : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
