import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { logRow } from './search-log.ts';

/** One event with the text that is hashed. Looking is itself recorded. @throws AppError NOT_FOUND */
export function getLogEvent(app: App, viewer: Viewer, { seq }: { readonly seq: number }) {
  authorise(viewer, 'log.read');
  return app.store.transaction(() => {
    const { log } = app.store;
    const [event] = Number.isSafeInteger(seq) && seq > 0 ? log.read(seq - 1, 1) : [];
    if (event?.seq !== seq) throw noSuchEvent();
    const [leaf = ''] = log.leafTexts(seq - 1, 1);
    const { actor, via } = { actor: viewer.personId, via: viewer.via };
    log.append({ kind: 'log.read', object: `event/${seq}`, body: { seq }, actor, via });
    return { ...logRow(app, event), leaf, last: log.head().seq };
  });
}

function noSuchEvent(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'The log has no such event.',
    remedy: 'Look it up in the log.',
    status: 404,
  });
}
