import type { Endpoint, RequestOf, ResponseOf } from '#contract/endpoint';
import { problem, type ErrorCode } from '#contract/errors';
import type { SiteConfig } from '#contract/site-config';
import { ApiError } from '$lib/errors/api-error';
import * as v from 'valibot';

/**
 * Sends one request of the contract and parses its answer. A token the API no longer takes is
 * refreshed once, silently. Throws `ApiError`; an abort of `signal` is thrown as it is.
 */
export type Call = <E extends Endpoint>(
	endpoint: E,
	request: RequestOf<E>,
	options?: { readonly signal?: AbortSignal },
) => Promise<ResponseOf<E>>;

export function createCall({
	siteConfig,
	accessToken,
	onSessionEnded,
}: {
	readonly siteConfig: () => Promise<Pick<SiteConfig, 'apiUrl'>>;
	/** The caller's token, refreshed when it is about to end, or at once with `refresh`. Throws `ApiError`. */
	readonly accessToken: (options?: { readonly refresh?: boolean }) => Promise<string>;
	/** Told where the API takes no token of this session any more, however fresh. */
	readonly onSessionEnded: () => Promise<void>;
}): Call {
	return async (endpoint, request, options = {}) => {
		const { apiUrl } = await siteConfig();
		const target = apiUrl + endpoint.path;
		const attempt = async (token: string) =>
			send(endpoint.method, target, request, { token, signal: options.signal ?? null });

		let response = await attempt(await accessToken());
		if (response.status === 401 && !(await isOfEndedSession(response))) {
			response = await attempt(await accessToken({ refresh: true }));
		}
		if (!response.ok) {
			const refused = await refusal(response);
			if (refused.code === 'session_ended') await onSessionEnded();
			throw refused;
		}
		return v.parse(endpoint.response, await response.json());
	};
}

async function send(
	method: 'GET' | 'POST',
	target: string,
	request: unknown,
	{ token, signal }: { token: string; signal: AbortSignal | null },
): Promise<Response> {
	const headers: Record<string, string> = { authorization: `Bearer ${token}` };
	try {
		if (method === 'GET') return await fetch(target + query(request), { headers, signal });
		headers['content-type'] = 'application/json';
		return await fetch(target, { method, headers, signal, body: JSON.stringify(request) });
	} catch (cause) {
		signal?.throwIfAborted();
		throw new ApiError('offline', { cause });
	}
}

/** GET carries its fields in the query string; absent ones are left out. */
function query(request: unknown): string {
	const fields = Object.entries(request as Record<string, string | undefined>);
	const given = fields.filter((field): field is [string, string] => field[1] !== undefined);
	return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** No fresh token helps then, and the user pool, which renews none, would not say why. */
async function isOfEndedSession(response: Response): Promise<boolean> {
	return (await refusal(response.clone())).code === 'session_ended';
}

/** API Gateway itself answers some refusals, without our body: their status says enough. */
const codeOfStatus: Partial<Record<number, ErrorCode>> = {
	400: 'bad_request',
	401: 'unauthenticated',
	403: 'unauthenticated',
	404: 'not_found',
	413: 'body_too_large',
	429: 'too_many_requests',
	503: 'unavailable',
	504: 'unavailable',
};

async function refusal(response: Response): Promise<ApiError> {
	const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
	const retryAfterSeconds = Number.isFinite(seconds) ? seconds : undefined;
	const requestId = response.headers.get('apigw-requestid') ?? undefined;
	const body = v.safeParse(problem, await response.json().catch(() => undefined));
	return body.success
		? new ApiError(body.output.code, { requestId, retryAfterSeconds, ...body.output })
		: new ApiError(codeOfStatus[response.status] ?? 'internal', { requestId, retryAfterSeconds });
}
