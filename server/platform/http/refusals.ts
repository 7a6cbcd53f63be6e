import { ACTIONS } from '../actions.ts';
import type { AnyEdgeRoute, RefusalStatus } from './route.ts';

/** What each status of a refusal says, as the published contract puts it. */
export const REFUSALS: Record<RefusalStatus, string> = {
  400: 'The request cannot be read: broken JSON, bytes that are no UTF-8, or a forbidden key.',
  401: 'The key is missing, malformed, unknown or revoked: one identical body for all of them.',
  403: 'The key lacks the scope, or its owner the role.',
  404: 'Nothing is at this address, or it is another project’s: the same bytes.',
  409: 'The current state does not allow it, or the first request with this Idempotency-Key still runs.',
  413: 'The body is too large, as it was sent or when inflated, holds too many values, or takes more memory to handle than one request may have.',
  415: 'The body has a type or an encoding that is not taken here.',
  422: 'Readable but wrong: `errors` names each field.',
  428: 'If-Match is missing: send the revision that was read.',
  429: 'Too much waits or is under way already. Send it again after Retry-After.',
  503: 'Not now: the database cannot be reached or written. `unavailable`: nothing was changed; `outcome_unknown`: it did not say in time whether the change was made. Try again after Retry-After.',
};

/** The statuses that a route may refuse with, ascending: those that follow from what it takes, and its own. */
export function refusalsOf(route: AnyEdgeRoute): RefusalStatus[] {
  const takesBody = route.body !== undefined || route.raw === true;
  const found = new Set<RefusalStatus>(route.refuses ?? []);
  const add = (when: boolean, ...statuses: RefusalStatus[]) => {
    for (const status of when ? statuses : []) found.add(status);
  };
  add(ACTIONS[route.action].least !== 'anyone', 401, 403, 503);
  add(takesBody, 400, 413, 415, 422, 429);
  add(route.isHeavy !== undefined, 413, 429);
  add(route.path.includes('{'), 404);
  add(route.query !== undefined, 422);
  add(route.creates !== undefined, 422);
  add(route.creates === true, 409);
  add(route.ifMatch !== undefined, 409, 428);
  return [...found].sort((a, b) => a - b);
}
