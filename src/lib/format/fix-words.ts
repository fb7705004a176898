import { isSettingsFix } from '#core/advisory/settings-item.ts';
import { formatCount } from './numbers.ts';

export interface NamedFix {
  readonly fix: string;
  readonly product: string;
  readonly version: string | null;
  readonly advisory: string | null;
}

/**
 * `DSA-5764-1 · openssl 3.0.19`: the advisory, once it is known, and what one installs; a fix that its vendor named
 * keeps that name.
 */
export function fixName({ fix, product, version, advisory }: NamedFix): string {
  if (version === null) return advisory === null || advisory === fix ? fix : `${advisory} · ${product}`;
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
  readonly steps: boolean;
}

/** `Install on 12, reboot 3, further steps`: what a fix still takes. */
export function effortWords({ install, reboot, restart, held, settings, steps }: Effort): string {
  const parts = [
    ...(install > 0 ? [`install on ${formatCount(install)}`] : []),
    ...(reboot > 0 ? [`reboot ${formatCount(reboot)}`] : []),
    ...(restart > 0 ? [`restart services on ${formatCount(restart)}`] : []),
    ...(held > 0 ? [`${formatCount(held)} on hold`] : []),
    ...(settings > 0 ? [`apply settings on ${formatCount(settings)}`] : []),
    ...(steps ? ['further steps'] : []),
  ];
  const text = parts.join(', ');
  return text === '' ? 'Nothing' : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
