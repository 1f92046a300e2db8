import { Hono, type Context } from 'hono';
import { VaultError } from '../domain/vault-error.ts';
import { beginTrail, log } from '../log.ts';
import { authenticate } from './authenticate.ts';
import { problemOf } from './problem.ts';
import { readJson, readQuery } from './read-request.ts';
import type { Route } from './route.ts';

/** What the Lambda adapter puts beside each request. */
interface Bindings {
	readonly event?: { readonly requestContext?: { readonly requestId?: string } };
}
type App = Hono<{ Bindings: Bindings }>;
type RequestContext = Context<{ Bindings: Bindings }>;

/** These routes, and 404 or 405 for everything else. All of HTTP is here and in this folder: use cases know nothing of it. */
export function httpApp(routes: readonly Route[]): App {
	const app: App = new Hono();
	for (const [path, served] of Map.groupBy(routes, (route) => route.path)) {
		const allowed = served.map((route) => route.method).join(', ');
		app.all(path, (context) => {
			const route = served.find(({ method }) => method === context.req.method);
			if (route !== undefined) return answer(context, route);
			const response = refuse(context, new VaultError('method_not_allowed'));
			response.headers.set('allow', allowed);
			return response;
		});
	}
	app.notFound((context) => refuse(context, new VaultError('not_found')));
	app.onError((error, context) => refuse(context, error));
	return app;
}

async function answer(context: RequestContext, route: Route): Promise<Response> {
	const startedAt = performance.now();
	beginTrail();
	const line = { route: route.name, requestId: requestIdOf(context) };
	try {
		const who = authenticate(context.env.event);
		const request = route.method === 'GET' ? readQuery(context.req) : await readJson(context.req);
		const body = await route.answer(who, request);
		log.info('answered', { ...line, status: 200, ms: msSince(startedAt) });
		return secured(Response.json(body));
	} catch (error) {
		const response = problemOf(error, line.requestId);
		const code = error instanceof VaultError ? error.code : 'internal';
		const facts = { ...line, status: response.status, code, ms: msSince(startedAt) };
		if (response.status < 500) log.info('refused', facts);
		else log.error('failed', { ...facts, fault: faultOf(error) });
		return secured(response);
	}
}

function refuse(context: RequestContext, error: unknown): Response {
	return secured(problemOf(error, requestIdOf(context)));
}

/** Answers are for one person and one moment. */
function secured(response: Response): Response {
	response.headers.set('cache-control', 'no-store');
	response.headers.set('x-content-type-options', 'nosniff');
	return response;
}

/** What broke, for the log. The driver's messages may quote values, so of its errors only the code is kept. */
function faultOf(error: unknown): object {
	const cause = error instanceof VaultError ? error.cause : error;
	if (!(cause instanceof Error)) return { name: typeof cause };
	if ('code' in cause) return { name: cause.name, code: cause.code };
	return { name: cause.name, message: cause.message, stack: cause.stack };
}

function requestIdOf(context: RequestContext): string | undefined {
	return context.env.event?.requestContext?.requestId;
}

function msSince(startedAt: number): number {
	return Math.round(performance.now() - startedAt);
}
