import type { ReportedProduct } from '#core/advisory/reported-flaw.ts';
import { schemeOfDistribution } from './distribution-scheme.ts';
import { productOf } from './report-flaw.ts';

const packages =
  /^\s*Vulnerable package:\s*(\S+)\s*\n\s*Installed version:\s*(\S+)\s*\n\s*Fixed version:\s*(?:>=\s*)?(\S+)/gim;
const software = /^\s*Installed version:\s*(\S+)\s*\n\s*Fixed version:\s*(?:>=\s*)?(\S+)/im;
const file =
  /^\s*Vulnerable range:\s*(?:Less than\s+|\S+\s+-\s+)?(\S+)\s*\n\s*File checked:\s*(\S.*?)\s*\n\s*File version:\s*(\S+)/im;

/**
 * Products in the text of a Greenbone result: packages of Linux systems by `Vulnerable package`, files of Windows
 * by `File checked` (with no fixed version: the range given ends before it), else software by the test's name.
 */
export function openvasProducts(title: string, text: string): readonly ReportedProduct[] {
  const found: ReportedProduct[] = [];
  for (const [, name = '', installed = '', fixed = ''] of text.matchAll(packages)) {
    const product = packageOf(title, [name, installed, fixed]);
    if (product) found.push(product);
  }
  if (found.length > 0) return found;
  const [, , , version] = file.exec(text) ?? [];
  if (version !== undefined) {
    return listOf(productOf({ name: 'Windows', keyedBy: 'product', installed: version, scheme: 'windows' }));
  }
  const [, installed, fixed] = software.exec(text) ?? [];
  const [, name] = /^(.+?)\s+(?:[<(]|v?\d|-\s)/.exec(title) ?? [];
  if (installed === undefined || name === undefined) return [];
  return listOf(productOf({ name, keyedBy: 'product', installed, fixed }));
}

function listOf(product: ReportedProduct | null): readonly ReportedProduct[] {
  return product === null ? [] : [product];
}

/** Greenbone writes a package as name-version or as the bare version; only the test says of which system. */
function packageOf(
  title: string,
  [name, installed, fixed]: readonly [string, string, string],
): ReportedProduct | null {
  const bare = (text: string): string => (text.startsWith(`${name}-`) ? text.slice(name.length + 1) : text);
  return productOf({
    name,
    keyedBy: 'binary',
    installed: bare(installed),
    fixed: bare(fixed),
    scheme: schemeOfDistribution(title),
  });
}

/** `general/tcp` has no number and is no port; `443/tcp` is `tcp/443`. */
export function openvasPort(text: string): readonly [port: string, protocol: string] {
  const [, port = '', protocol = ''] = /^(\d+)\/(\w+)$/.exec(text.trim()) ?? [];
  return [port, protocol];
}
