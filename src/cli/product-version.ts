import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of this installation. */
export function productVersion(rootDir: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));
  const version = manifest && typeof manifest === 'object' && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : '0.0.0';
}
