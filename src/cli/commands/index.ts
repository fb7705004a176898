import type { Command } from '../command.ts';
import { ageing } from './ageing.ts';
import { assets } from './assets.ts';
import { audits, auditsRedraw } from './audits.ts';
import { compliance } from './compliance.ts';
import { assetsImport } from './assets-import.ts';
import { controls } from './controls.ts';
import { coverage } from './coverage.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { exceptions } from './exceptions.ts';
import { explain } from './explain.ts';
import { feedsCheck } from './feeds-check.ts';
import { feedsFetch } from './feeds-fetch.ts';
import { feedsChangelogs } from './feeds-changelogs.ts';
import { feedsImport } from './feeds-import.ts';
import { feedsStatus } from './feeds-status.ts';
import { feedsUpdate } from './feeds-update.ts';
import { feedsList } from './feeds-list.ts';
import { findings } from './findings.ts';
import { groups } from './groups.ts';
import { flow } from './flow.ts';
import { importCommand } from './import.ts';
import { logSearch } from './log-search.ts';
import { logCheckpoint } from './log-checkpoint.ts';
import { logExport } from './log-export.ts';
import { logProve } from './log-prove.ts';
import { logVerify } from './log-verify.ts';
import { patches } from './patches.ts';
import { obligations } from './obligations.ts';
import { policyDiff, policyList, policyShow, policyWhatIf } from './policy.ts';
import { posture } from './posture.ts';
import { adjudications } from './adjudications.ts';
import { ranks } from './ranks.ts';
import { rebuild } from './rebuild.ts';
import { registers } from './registers.ts';
import { reportsCheck } from './reports-check.ts';
import { scanLocal, scanNetwork, scanSsh } from './scan.ts';
import { secondOpinions } from './second-opinions.ts';
import { serve } from './serve.ts';
import { stakeholders } from './stakeholders.ts';
import { timeToPatch } from './time-to-patch.ts';
import { tokensCreate, tokensList, tokensRevoke, tokensSave } from './tokens.ts';
import { usersReset } from './users-reset.ts';
import { usersCloseIdle, usersErase, usersList, usersRoles } from './users-people.ts';
import { setupLink } from './users.ts';
import { unfixed } from './unfixed.ts';
import { units } from './units.ts';
import { versionCompare } from './version-compare.ts';

/** Every command by what is typed. A new one is one file and one line. */
export const commands = {
  serve,
  'users setup-link': setupLink,
  'users reset': usersReset,
  'users list': usersList,
  'users roles': usersRoles,
  'users erase': usersErase,
  'users close-idle': usersCloseIdle,
  'tokens list': tokensList,
  'tokens create': tokensCreate,
  'tokens revoke': tokensRevoke,
  'tokens save': tokensSave,
  'scan local': scanLocal,
  'scan ssh': scanSsh,
  'scan network': scanNetwork,
  import: importCommand,
  'feeds list': feedsList,
  'feeds check': feedsCheck,
  'feeds fetch': feedsFetch,
  'feeds import': feedsImport,
  'feeds update': feedsUpdate,
  'feeds status': feedsStatus,
  'feeds changelogs': feedsChangelogs,
  'reports check': reportsCheck,
  'second-opinions': secondOpinions,
  findings,
  assets,
  'assets import': assetsImport,
  patches,
  unfixed,
  units,
  groups,
  posture,
  coverage,
  compliance,
  'time-to-patch': timeToPatch,
  flow,
  ageing,
  obligations,
  ranks,
  adjudications,
  exceptions,
  controls,
  registers,
  audits,
  'audits redraw': auditsRedraw,
  stakeholders,
  explain,
  'policy list': policyList,
  'policy show': policyShow,
  'policy diff': policyDiff,
  'policy what-if': policyWhatIf,
  'version-compare': versionCompare,
  'log search': logSearch,
  'log verify': logVerify,
  'log prove': logProve,
  'log checkpoint': logCheckpoint,
  'log export': logExport,
  rebuild,
  doctor,
  demo,
} as const satisfies Record<string, Command>;
