import type {
	APIGatewayProxyEventV2 as HttpEvent,
	APIGatewayProxyStructuredResultV2 as HttpResult,
} from 'aws-lambda';
import { VaultError } from '../domain/vault-error.ts';
import type { PersonShareRepository, ShareOf } from '../ports/person-shares.ts';
import { limitsPeople } from '../runtime/config.ts';
import { log, resetLogContext } from '../runtime/log.ts';
import { withPatience } from '../runtime/patience.ts';
import { authenticate } from './authenticate.ts';
import { compressed } from './compress.ts';
import { faultOf } from './fault-of.ts';
import { LeasedRequests } from './leased-requests.ts';
import { PersonLimits } from './person-limits.ts';
import { problemOf } from './problem.ts';
import { readBody, readQuery } from './read-request.ts';
import { jsonResult } from './result.ts';
import type { Route } from './route.ts';

type Limits = Pick<PersonLimits, 'take'>;

const NO_LIMITS: Limits = { take: () => 0 };

export interface HttpHandlerOptions {
	/** What one process lets a person ask. Default: by the environment. */
	readonly limits?: Limits;
	/** What all processes together let a person ask; absent where a function may write to no database: there each counts for itself. */
	readonly shares?: Pick<PersonShareRepository, 'take'>;
}

interface Counting {
	readonly limits: Limits;
	readonly leases: LeasedRequests | undefined;
}

/**
 * The handler of a function that answers requests of the API (payload 2.0): these routes, and 404 or 405
 * for everything else. All of HTTP is here and in this folder: use cases know nothing of it.
 */
export function httpHandler(
	routes: readonly Route[],
	{ limits = limitsPeople() ? new PersonLimits() : NO_LIMITS, shares }: HttpHandlerOptions = {},
): (event: HttpEvent) => Promise<HttpResult> {
	const leases = shares && limits !== NO_LIMITS ? new LeasedRequests(shares) : undefined;
	const byPath = Map.groupBy(routes, (route) => route.path);
	return async (event) => {
		const { requestId, http } = event.requestContext;
		const served = byPath.get(event.rawPath);
		if (served === undefined) return problemOf(new VaultError('not_found'), requestId);
		const route = served.find(({ method }) => method === http.method);
		if (route !== undefined) return answer(event, route, { limits, leases });
		const allow = served.map(({ method }) => method).join(', ');
		return problemOf(new VaultError('method_not_allowed'), requestId, { allow });
	};
}

async function answer(event: HttpEvent, route: Route, counting: Counting): Promise<HttpResult> {
	const startedAt = performance.now();
	resetLogContext();
	const { requestId } = event.requestContext;
	const line = { route: route.name, requestId };
	try {
		const who = authenticate(event);
		const { ownerId } = who.caller;
		letPass(counting.limits.take(ownerId, route.cost));
		const request = route.method === 'GET' ? readQuery(event.rawQueryString) : readBody(event);
		const share: ShareOf = { ownerId, functionName: route.functionName };
		const body = await withPatience(route, async () => {
			letPass((await counting.leases?.take(share, route.cost)) ?? 0);
			return route.answer(who, request);
		});
		const result = compressed(jsonResult(200, body), event.headers['accept-encoding']);
		log.info('answered', { ...line, status: 200, ms: msSince(startedAt) });
		return result;
	} catch (error) {
		const result = problemOf(error, requestId);
		const code = error instanceof VaultError ? error.code : 'internal';
		const facts = { ...line, status: result.statusCode, code, ms: msSince(startedAt) };
		if (result.statusCode < 500) log.info('refused', facts);
		else log.error('failed', { ...facts, fault: faultOf(error) });
		return result;
	}
}

function letPass(retryAfterSeconds: number): void {
	if (retryAfterSeconds > 0) throw new VaultError('too_many_requests', { retryAfterSeconds });
}

function msSince(startedAt: number): number {
	return Math.round(performance.now() - startedAt);
}
