import { closeSync, openSync, readSync } from 'node:fs';
import { isAppError, publicFailure } from '#core/errors.ts';
import { headerCells } from '#scanners/importers/csv-records.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import { unicodeEncoding } from '#scanners/text-bytes.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { importFile } from './import-file.ts';
import type { ImportReceipt } from './import-file.ts';
import { dropStaged, stagedFile } from './staged-files.ts';
import type { StagedFile } from './staged-files.ts';

export interface StagedInput {
  readonly ids: readonly string[];
  /** null = told from the content. */
  readonly format: string | null;
  /** IANA zone of times that name none; null = the policy's. */
  readonly zone: string | null;
  /** What reports hold of what their tools found; null = as each file says. */
  readonly holds: ReportHolds | null;
}

/** What one file holds, or what came of it. */
export interface StagedAnswer {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly receipt: ImportReceipt | null;
  readonly failure: ReturnType<typeof publicFailure> | null;
  /** It looks like a table whose columns somebody can name. */
  readonly isTable: boolean;
}

/** Read files to their end and keep nothing of them. @throws AppError FORBIDDEN */
export function checkStaged(app: App, viewer: Viewer, input: StagedInput): Promise<StagedAnswer[]> {
  authorise(viewer, 'import.run');
  return eachFile(app, viewer, { input, mode: 'dry-run' });
}

/** Import files, one after the other; one that is refused holds up no other. @throws AppError FORBIDDEN */
export async function importStaged(app: App, viewer: Viewer, input: StagedInput): Promise<StagedAnswer[]> {
  authorise(viewer, 'import.run');
  const answers = await eachFile(app, viewer, { input, mode: 'keep' });
  await app.warehouse.catchUp();
  for (const { id, receipt } of answers) if (receipt) dropStaged(app, viewer, id);
  return answers;
}

interface Work {
  readonly input: StagedInput;
  readonly mode: 'keep' | 'dry-run';
}

async function eachFile(app: App, viewer: Viewer, work: Work): Promise<StagedAnswer[]> {
  const answers: StagedAnswer[] = [];
  for (const id of new Set(work.input.ids)) answers.push(await answerOf(app, viewer, { id, ...work }));
  return answers;
}

async function answerOf(
  app: App,
  viewer: Viewer,
  { id, input, mode }: Work & { readonly id: string },
): Promise<StagedAnswer> {
  const { format, zone, holds } = input;
  let file: StagedFile | null = null;
  try {
    file = stagedFile(app, viewer, id);
    const { name, path, bytes } = file;
    const given = { content: path, fileName: name, format, zone, holds, mode };
    const receipt = await importFile(app, viewer, given);
    return { id, name, bytes, receipt, failure: null, isTable: receipt.format.startsWith('mapping:') };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { name = 'The file', bytes = 0 } = file ?? {};
    const isTable = file !== null && error.code === 'FORMAT_UNKNOWN' && looksLikeTable(file.path);
    return { id, name, bytes, receipt: null, failure: publicFailure(error), isTable };
  }
}

const HEAD = 8192;
const LINES = 20;

/** One of the first lines has several names, and it is no other kind of text. */
function looksLikeTable(path: string): boolean {
  const head = Buffer.alloc(HEAD);
  const file = openSync(path, 'r');
  const length = readSync(file, head, 0, HEAD, 0);
  closeSync(file);
  const bytes = head.subarray(0, length);
  const text = new TextDecoder(unicodeEncoding(bytes))
    .decode(bytes)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (/^[{[<]/.test(text) || /[\0-\x08]/.test(text)) return false;
  return text.split(/\r?\n/, LINES).some((line) => headerCells(line).filter(Boolean).length > 1);
}
