import type { Endpoint } from '#contract/endpoint';
import { endpoints } from '#contract/endpoints';
import { brotliDecompressSync } from 'node:zlib';
import * as v from 'valibot';

/** One of the contract, by its name. */
function endpointOf(name: string): Endpoint {
	const endpoint = endpoints.find((candidate) => candidate.name === name);
	if (endpoint === undefined) throw new Error(`There is no endpoint ${name}.`);
	return endpoint;
}

/** What a function receives of a browser's request, when the gateway has checked the token. */
export function gatewayEvent(name: string, request: object, accessToken: string): object {
	const { method, path } = endpointOf(name);
	const isGet = method === 'GET';
	return {
		version: '2.0',
		rawPath: path,
		rawQueryString: isGet ? new URLSearchParams({ ...request }).toString() : '',
		headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip, deflate, br, zstd' },
		requestContext: {
			http: { method, path },
			requestId: 'bench',
			authorizer: { jwt: { claims: claimsOf(accessToken) } },
		},
		...(!isGet && { body: JSON.stringify(request) }),
		isBase64Encoded: false,
	};
}

const answer = v.object({
	statusCode: v.number(),
	body: v.string(),
	isBase64Encoded: v.optional(v.boolean(), false),
});

/** The body by the contract. Throws unless the answer is a 200 with such a body. */
export function bodyOf(name: string, answered: unknown): Record<string, unknown> {
	const { statusCode, body, isBase64Encoded } = v.parse(answer, answered);
	const text = isBase64Encoded
		? brotliDecompressSync(Buffer.from(body, 'base64')).toString('utf8')
		: body;
	if (statusCode !== 200) throw new Error(`${name} answered ${String(statusCode)}: ${text}`);
	return v.parse(endpointOf(name).response, JSON.parse(text)) as Record<string, unknown>;
}

/** As text, a list between brackets: the way API Gateway hands them on. */
function claimsOf(accessToken: string): Record<string, string> {
	const payload = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8');
	const claims = JSON.parse(payload) as Record<string, unknown>;
	return Object.fromEntries(
		Object.entries(claims).map(([name, value]) => [
			name,
			Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
		]),
	);
}
