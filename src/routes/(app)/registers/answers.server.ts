import type { App as Installation } from '#lib/server/app.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { approveEntry, closeEntry, returnEntry, reviewEntry } from '#lib/server/registers/answer-entry.ts';
import type { ReviewInput } from '#lib/server/registers/answer-entry.ts';

/** What a form says about an entry. */
export interface EntryAnswer {
  readonly id: string;
  readonly answer: 'approved' | 'returned' | 'confirmed' | 'change-needed' | 'closed';
  readonly hash: string;
  readonly reason: string;
  readonly files: ReviewInput['files'];
}

/** Does what an answer says; the word of what was done. */
export async function answerEntry(
  app: Installation,
  viewer: Viewer,
  { id, answer, hash, reason, files }: EntryAnswer,
): Promise<string> {
  if (answer === 'approved') await approveEntry(app, viewer, { id, hash, reason });
  else if (answer === 'returned') await returnEntry(app, viewer, { id, hash, reason });
  else if (answer === 'closed') await closeEntry(app, viewer, { id, reason });
  else await reviewEntry(app, viewer, { id, result: answer, note: reason, files });
  return answer === 'confirmed' || answer === 'change-needed' ? 'reviewed' : answer;
}
