import type { CorsConfiguration } from './routes.ts';

export interface CorsRequest {
	readonly origin: string | undefined;
	/** `access-control-request-method` of a preflight; the method itself otherwise. */
	readonly method: string;
}

/** The headers of a preflight's answer. A request that is not allowed gets none of them. */
export function preflightHeaders(
	cors: CorsConfiguration,
	request: CorsRequest,
): Record<string, string> {
	const allowed = allowedOrigin(cors, request);
	if (allowed === undefined) return {};
	return {
		'access-control-allow-origin': allowed,
		...(cors.allowMethods.length > 0 && {
			'access-control-allow-methods': cors.allowMethods.join(','),
		}),
		...(cors.allowHeaders.length > 0 && {
			'access-control-allow-headers': cors.allowHeaders.join(','),
		}),
		...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
		...(cors.maxAgeSeconds !== undefined && {
			'access-control-max-age': String(cors.maxAgeSeconds),
		}),
	};
}

/** The headers added to every other answer, errors of the gateway itself included. */
export function responseHeaders(
	cors: CorsConfiguration,
	request: CorsRequest,
): Record<string, string> {
	const allowed = allowedOrigin(cors, request);
	if (allowed === undefined) return {};
	return {
		'access-control-allow-origin': allowed,
		...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
		...(cors.exposeHeaders.length > 0 && {
			'access-control-expose-headers': cors.exposeHeaders.join(','),
		}),
	};
}

function allowedOrigin(cors: CorsConfiguration, request: CorsRequest): string | undefined {
	const { origin, method } = request;
	if (origin === undefined) return undefined;
	const { allowMethods, allowOrigins } = cors;
	if (!allowMethods.includes('*') && !allowMethods.includes(method)) return undefined;
	if (allowOrigins.includes('*')) return '*';
	return allowOrigins.some((pattern) => matches(pattern, origin)) ? origin : undefined;
}

/** `https://*.example.com` stands for any subdomain; everything else is compared as it is. */
function matches(pattern: string, origin: string): boolean {
	const [start = '', end] = pattern.split('*');
	if (end === undefined) return pattern.toLowerCase() === origin.toLowerCase();
	return origin.startsWith(start) && origin.endsWith(end);
}
