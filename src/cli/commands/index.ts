import type { Command } from '../command.ts';
import { assets } from './assets.ts';
import { coverage } from './coverage.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { findings } from './findings.ts';
import { importCommand } from './import.ts';
import { logVerify } from './log.ts';
import { posture } from './posture.ts';
import { rebuild } from './rebuild.ts';
import { scanLocal, scanNetwork, scanSsh } from './scan.ts';
import { serve } from './serve.ts';
import { tokensCreate, tokensList, tokensRevoke, tokensSave } from './tokens.ts';
import { setupLink } from './users.ts';
import { versionCompare } from './version-compare.ts';

/** Every command by what is typed. A new one is one file and one line. */
export const commands = {
  serve,
  'users setup-link': setupLink,
  'tokens list': tokensList,
  'tokens create': tokensCreate,
  'tokens revoke': tokensRevoke,
  'tokens save': tokensSave,
  'scan local': scanLocal,
  'scan ssh': scanSsh,
  'scan network': scanNetwork,
  import: importCommand,
  findings,
  assets,
  posture,
  coverage,
  explain,
  'version-compare': versionCompare,
  'log verify': logVerify,
  rebuild,
  doctor,
} as const satisfies Record<string, Command>;
