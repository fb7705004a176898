import { conditionsOf } from '#core/exception/exception-state.ts';
import type { App } from '../app.ts';
import { personName } from './exception-row.ts';
import type { SeenException } from './look-at-exception.ts';

/** The conditions of the approvals that count, the earliest first, each with whether it was met in time. */
export function conditionRows(app: App, { state, view }: SeenException) {
  const at = Date.parse(view.asOf);
  return conditionsOf(state)
    .toSorted((a, b) => a.lapsesAt - b.lapsesAt)
    .map(({ id, text, due, lapsesAt }) => {
      const met = state.met.find(({ condition }) => condition === id);
      const by = state.approvals.find(({ conditions }) => conditions?.some((one) => one.id === id));
      return {
        id,
        text,
        due,
        setBy: by ? personName(app, by.person) : null,
        metAt: met ? new Date(met.at).toISOString() : null,
        metBy: met ? personName(app, met.person) : null,
        missed: !met && at >= lapsesAt,
      };
    });
}
