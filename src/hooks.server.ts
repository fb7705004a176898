import { error as httpError, isHttpError, isRedirect, redirect } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { isAppError } from '#core/errors.ts';
import { unauthenticated } from '#lib/server/auth/authorise.ts';
import { factorDue } from '#lib/server/auth/factor/factor-due.ts';
import { SESSION_COOKIE } from '#lib/server/auth/lucia-sessions.ts';
import { validateSession } from '#lib/server/auth/validate-session.ts';
import { recordRefusal } from '#lib/server/evidence/record-refusal.ts';
import { isPolling, isPublicRoute, opensWithoutFactor } from '#lib/server/http/access.ts';
import { bearerId, bearerViewer, refuseTokenInAddress } from '#lib/server/http/bearer-token.ts';
import { refuseCrossSite } from '#lib/server/http/cross-site.ts';
import { answeringAt } from '#lib/server/http/current-address.ts';
import { installedApp } from '#lib/server/http/installed-app.ts';
import { isApiPath } from '#lib/server/http/judge-host.ts';
import { createRequestLimits, heavyWorkOf } from '#lib/server/http/request-limits.ts';
import {
  describeFailure,
  failureOfStatus,
  failureResponse,
  REQUEST_ID_HEADER,
} from '#lib/server/http/request-failure.ts';
import { confirmFirst } from './routes/step-up.server.ts';

const limits = createRequestLimits();
/** Of a refusal that does not say it itself: the shortest window there is. */
const WAIT_SECONDS = 60;

/** The application of this process; without one nothing can be answered. */
const attachApp: Handle = ({ event, resolve }) => {
  const app = installedApp();
  if (!app) return failureResponse({ status: 503, failure: failureOfStatus(503) }, idOf(event.request));
  Object.assign(event.locals, { app, viewer: null, signedIn: null, failure: null });
  return answeringAt(event.url, () => resolve(event));
};

/** Failures of the API as JSON with their own status; those of pages get their own status instead of 500. */
const answerFailures: Handle = async ({ event, resolve }) => {
  const isApi = isApiPath(event.url.pathname);
  const requestId = idOf(event.request);
  let response: Response;
  try {
    response = await resolve(event);
  } catch (error) {
    if (isRedirect(error) || isHttpError(error)) throw error;
    const thrown = describeFailure(error, 500);
    if (thrown.unexpected) event.locals.app.reportFailure(error, requestId);
    event.locals.failure = thrown;
    if (isApi) return failureResponse(thrown, requestId);
    httpError(thrown.status, thrown.failure);
  }
  const { failure } = event.locals;
  // Thrown where there is no page, such as by a download.
  if (failure && !isApi) confirmFirst(failure.failure);
  if (isApi && response.status >= 400 && !isJson(response)) {
    const told = failure ?? { status: response.status, failure: failureOfStatus(response.status) };
    return failureResponse(told, requestId);
  }
  if (failure && response.status === 500 && failure.status !== 500) {
    if (isApi) return failureResponse(failure, requestId);
    return new Response(response.body, { status: failure.status, headers: response.headers });
  }
  return response;
};

/** Who asks: by API token under /api only, else by the session's cookie. */
const identify: Handle = async ({ event, resolve }) => {
  const { locals, request, url, cookies } = event;
  refuseTokenInAddress(locals.app, url);
  const isApi = isApiPath(url.pathname);
  const byToken = isApi ? bearerViewer(locals.app, request.headers, event.getClientAddress()) : null;
  if (byToken) {
    limits.admit(bearerId(request.headers) ?? '', locals.app.clock());
    locals.viewer = byToken;
    return resolve(event);
  }
  const sessionId = cookies.get(SESSION_COOKIE);
  if (sessionId) {
    const activity = isPolling(request.headers) ? 'polling' : 'person';
    const signedIn = await validateSession(locals.app, sessionId, activity);
    locals.viewer = signedIn?.viewer ?? null;
    locals.signedIn = signedIn;
  }
  // A browser sends cookies on its own. Without one the API knows nobody, but signing in is a change as well.
  if (sessionId || !isApi) refuseCrossSite(request, url.origin);
  return resolve(event);
};

/** No page and no part of the API answers a stranger with data, nor a person who has no second factor yet. */
const requireViewer: Handle = ({ event, resolve }) => {
  const { locals, request, route, url } = event;
  if (isPublicRoute(route.id)) return resolve(event);
  if (locals.viewer) {
    if (locals.signedIn?.session.enrolment !== 'due' || opensWithoutFactor(route.id)) return resolve(event);
    if (isApiPath(url.pathname) || isPolling(request.headers)) throw factorDue();
    redirect(303, '/enrol');
  }
  if (isApiPath(url.pathname) || isPolling(request.headers)) throw unauthenticated();
  const next = request.method === 'GET' ? url.pathname + url.search : url.pathname;
  redirect(303, `/sign-in?next=${encodeURIComponent(next)}`);
};

/** Asking for what is not one's own leaves a trace. */
const noteRefusals: Handle = async ({ event, resolve }) => {
  const { app, viewer } = event.locals;
  const refused = () => {
    if (viewer) recordRefusal(app, viewer, { method: event.request.method, route: event.route.id });
  };
  try {
    const response = await resolve(event);
    if (response.status === 403) refused();
    return response;
  } catch (error) {
    if (isAppError(error) && error.status === 403) refused();
    throw error;
  }
};

/** Imports and exports run a few at once. */
const takeTurns: Handle = ({ event, resolve }) => {
  const work = heavyWorkOf(event.route.id, event.request.method);
  const answer = async () => resolve(event);
  return work === null ? answer() : limits.during(work, answer);
};

/** Whoever is refused for asking too much is told when to ask again. */
const sayWhen: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (response.status === 429 && !response.headers.has('retry-after')) {
    const seconds = event.locals.failure?.failure.where?.['retryAfter'] ?? WAIT_SECONDS;
    response.headers.set('retry-after', String(seconds));
  }
  return response;
};

/** After signing out the browser keeps nothing of what it was shown. */
const forgetAfterSignOut: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (event.url.pathname === '/sign-out' && response.status === 303) {
    response.headers.set('clear-site-data', '"cache", "storage"');
  }
  return response;
};

export const handle = sequence(
  attachApp,
  sayWhen,
  answerFailures,
  identify,
  noteRefusals,
  requireViewer,
  takeTurns,
  forgetAfterSignOut,
);

/** Words for an error page; `answerFailures` puts the status right. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const failure = describeFailure(error, status);
  const requestId = idOf(event.request);
  if (failure.unexpected) event.locals.app?.reportFailure(error, requestId);
  event.locals.failure = failure;
  const { message, code, remedy } = failure.failure;
  // Of what is our fault the page names the request: the server's log has the same id.
  return { message, code, remedy, ...(failure.unexpected ? { requestId } : {}) };
};

/** The id that the listener gave; one of its own where none stands in front. */
function idOf({ headers }: Request): string {
  return headers.get(REQUEST_ID_HEADER) ?? crypto.randomUUID();
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('application/json') ?? false;
}
