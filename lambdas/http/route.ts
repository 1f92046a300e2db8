import type { Endpoint, ParsedRequestOf } from '#contract/endpoint';
import * as v from 'valibot';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { REQUEST_MS } from '../runtime/patience.ts';
import type { Authenticated } from './authenticate.ts';

/** One endpoint with its use case; the request as it came is parsed by the endpoint's own schema. */
export interface Route {
	readonly name: string;
	readonly functionName: Endpoint['function'];
	readonly method: Endpoint['method'];
	readonly path: string;
	/** What it may take, in milliseconds. */
	readonly withinMs: number;
	/** What it counts as in [Note: One person's share]. */
	readonly cost: number;
	answer(who: Authenticated, request: unknown): Promise<unknown>;
}

export interface ServeOptions {
	/** For what works on much at once, below its function's time; a dependency that is silent it does not wait for longer. */
	readonly withinMs?: number;
	readonly cost?: number;
}

export function serve<E extends Endpoint, Deps>(
	endpoint: E,
	useCase: UseCase<Deps, E>,
	deps: Deps,
	{ withinMs = REQUEST_MS, cost = 1 }: ServeOptions = {},
): Route {
	const { name, method, path } = endpoint;
	return {
		name,
		functionName: endpoint.function,
		method,
		path,
		withinMs,
		cost,
		answer: async (who, request) => {
			admit(endpoint, who);
			return useCase(deps, who.caller, parse(endpoint, request));
		},
	};
}

/** Before the request is looked at: what it would have to look like is not for everybody either. */
function admit({ onlyFor }: Endpoint, { isOwner }: Authenticated): void {
	if (onlyFor === 'owners' && !isOwner) throw new VaultError('owners_only');
}

function parse<E extends Endpoint>(endpoint: E, request: unknown): ParsedRequestOf<E> {
	const result = v.safeParse<E['request']>(endpoint.request, request, { abortEarly: true });
	if (result.success) return result.output;
	const [issue] = result.issues;
	// The name of a field we do not know is input, and input is never echoed.
	const field = issue.expected === 'never' ? null : v.getDotPath(issue);
	throw new VaultError('bad_request', field === null ? {} : { field });
}
