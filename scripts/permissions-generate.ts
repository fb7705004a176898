import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { permissions, type PermissionRule } from '../src/lib/server/auth/permissions.ts';
import { ROLES, type Role } from '../src/lib/server/auth/roles.ts';

/**
 * Writes the table of permissions into docs/guide/people.md, between its two marks. With `--check` only compares, exit 1
 * when it differs.
 */
const file = join(import.meta.dirname, '../docs/guide/people.md');
const BEGIN = '<!-- permissions: made by scripts/permissions-generate.ts -->';
const END = '<!-- permissions end -->';

const heads: Readonly<Record<Role, string>> = {
  administrator: 'Adm',
  ciso: 'CISO',
  analyst: 'Ana',
  manager: 'Man',
  owner: 'Own',
  operator: 'Ope',
  auditor: 'Aud',
  scanner: 'Scn',
  'local-operator': 'Loc',
};
const agains = { any: 'password or factor', factor: 'factor' } as const;

function table(): string {
  const rules = Object.entries(permissions) as [string, PermissionRule][];
  const head = ['What', 'Permission', ...ROLES.map((role) => heads[role]), 'Reach', 'Token', 'Asks again'];
  const rows = rules.map(([name, { does, roles, reach, scope, fresh, delegable }]) => [
    does + (delegable ? ' (delegable)' : ''),
    `\`${name}\``,
    ...ROLES.map((role) => (roles.includes(role) ? '●' : '')),
    reach,
    scope ?? 'never',
    fresh ? agains[fresh] : '',
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const text = readFileSync(file, 'utf8');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) throw new Error(`${file} lacks the marks of the table`);
const options = { parser: 'markdown', printWidth: 110 } as const;
const next = await format(`${before}${BEGIN}\n\n${table()}\n\n${END}${after}`, options);
if (!process.argv.includes('--check')) writeFileSync(file, next);
else if (next !== text) {
  process.stderr.write(
    'docs/guide/people.md differs from the permissions: run node scripts/permissions-generate.ts\n',
  );
  process.exitCode = 1;
}
