import type { AdviceKey } from './advice-key.ts';
import type { Ecosystem, Statement } from './feed-item.ts';
import { readPlatform } from './platform.ts';
import { buildLine, carriedLine } from './release-line.ts';
import { windowsNamesOf } from './windows-key.ts';

/** Trackers that name what is installed itself: these hosts have no second name for its source. */
const namesInstalled: readonly Ecosystem[] = ['arch', 'freebsd'];

/** Whether a statement is about the product of a key: name, for RPM architecture and module stream, and line of builds. */
export function concerning(key: AdviceKey): (statement: Statement) => boolean {
  const line = buildLine(readPlatform(key.platform).ecosystem, key.version);
  return (statement) => isAbout(statement, key) && carriedLine(statement) === line;
}

function isAbout(statement: Statement, key: AdviceKey): boolean {
  const { product, source, module } = key;
  if (statement.keyedBy === 'product') return windowsNamesOf(key).includes(statement.product.toLowerCase());
  if ((statement.module ?? '') !== module) return false;
  if (source === '') {
    const isNamed = statement.keyedBy !== 'binary' || namesInstalled.includes(statement.ecosystem);
    return isNamed && statement.product === product;
  }
  if (statement.keyedBy === 'source') return statement.product === source;
  if (statement.arch === null || statement.arch === 'noarch')
    return (
      product.startsWith(`${statement.product}.`) &&
      !product.slice(statement.product.length + 1).includes('.')
    );
  return `${statement.product}.${statement.arch}` === product;
}
