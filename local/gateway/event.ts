import type { IncomingMessage } from 'node:http';
import type { Caller } from './jwt.ts';
import type { Match } from './match.ts';
import type { HttpApi } from './routes.ts';

export interface EventInput {
	readonly api: HttpApi;
	readonly match: Match;
	readonly request: IncomingMessage;
	readonly url: URL;
	readonly body: Buffer;
	readonly caller: Caller;
	readonly requestId: string;
	readonly receivedAt: Date;
}

/**
 * The event a function receives, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toEvent(input: EventInput): Record<string, unknown> {
	const { api, match, request, url, receivedAt } = input;
	const { cookie, ...headers } = joinedHeaders(request);
	const isBase64Encoded = input.body.length > 0 && isBinary(headers);
	return {
		version: '2.0',
		routeKey: match.route.routeKey,
		rawPath: url.pathname,
		rawQueryString: url.search.slice(1),
		...(cookie !== undefined && { cookies: cookie.split('; ') }),
		headers,
		...(url.searchParams.size > 0 && { queryStringParameters: joinedQuery(url.searchParams) }),
		...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
		requestContext: {
			accountId: api.accountId,
			apiId: api.apiId,
			...(match.route.authorizer && { authorizer: { jwt: input.caller } }),
			domainName: request.headers.host ?? '',
			domainPrefix: api.apiId,
			http: {
				method: request.method ?? '',
				path: url.pathname,
				protocol: `HTTP/${request.httpVersion}`,
				sourceIp: request.socket.remoteAddress ?? '',
				userAgent: request.headers['user-agent'] ?? '',
			},
			requestId: input.requestId,
			routeKey: match.route.routeKey,
			stage: api.stage,
			time: commonLogTime(receivedAt),
			timeEpoch: receivedAt.getTime(),
		},
		...(input.body.length > 0 && {
			body: input.body.toString(isBase64Encoded ? 'base64' : 'utf8'),
		}),
		isBase64Encoded,
	};
}

/** Header names in lower case; values of repeated headers joined by commas, as API Gateway does. */
function joinedHeaders(request: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(request.headersDistinct).map(([name, values]) => [
			name,
			(values ?? []).join(name === 'cookie' ? '; ' : ','),
		]),
	);
}

function joinedQuery(parameters: URLSearchParams): Record<string, string> {
	return Object.fromEntries(
		[...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]),
	);
}

const TEXT = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;

function isBinary(headers: Readonly<Record<string, string>>): boolean {
	return headers['content-encoding'] !== undefined || !TEXT.test(headers['content-type'] ?? '');
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** E.g. `12/Mar/2026:19:03:58 +0000`. */
function commonLogTime(time: Date): string {
	const day = String(time.getUTCDate()).padStart(2, '0');
	const month = MONTHS[time.getUTCMonth()] ?? '';
	return `${day}/${month}/${String(time.getUTCFullYear())}:${time.toISOString().slice(11, 19)} +0000`;
}
