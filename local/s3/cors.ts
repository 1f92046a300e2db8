import type { BucketProperties, CorsRuleProperties } from './bucket-properties.ts';
import type { Reply } from './call.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

interface CorsQuestion {
	readonly origin: string;
	readonly method: string;
	/** Lower case; what a preflight asks for. */
	readonly headers: readonly string[];
}

/** Answers OPTIONS, unsigned: a browser sends it before the request that carries the signature. */
export function preflight(request: S3Request, properties: BucketProperties | undefined): Reply {
	const origin = request.header('origin');
	const method = request.header('access-control-request-method');
	if (origin === undefined || method === undefined) {
		throw new S3Error('BadRequest', {
			message: 'Insufficient information. Origin and Access-Control-Request-Method are needed.',
		});
	}
	const asked = request.header('access-control-request-headers') ?? '';
	const headers = asked
		.split(',')
		.map((name) => name.trim().toLowerCase())
		.filter((name) => name !== '');
	const rule = ruleFor({ origin, method, headers }, properties);
	if (!rule) throw new S3Error('AccessForbidden', { headers: { vary: VARY } });
	return {
		status: 200,
		headers: {
			...allowHeaders(rule, origin),
			...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ') }),
		},
	};
}

/** What the answer to an actual request carries, an error as well as a success. */
export function corsHeaders(
	request: S3Request,
	properties: BucketProperties | undefined,
): Record<string, string> {
	if (!properties?.CorsConfiguration) return {};
	const origin = request.header('origin');
	if (origin === undefined) return { vary: VARY };
	const rule = ruleFor({ origin, method: request.method, headers: [] }, properties);
	return rule ? allowHeaders(rule, origin) : { vary: VARY };
}

function ruleFor(
	question: CorsQuestion,
	properties: BucketProperties | undefined,
): CorsRuleProperties | undefined {
	return properties?.CorsConfiguration?.CorsRules.find(
		(rule) =>
			rule.AllowedOrigins.some((pattern) => wildcard(pattern, question.origin)) &&
			rule.AllowedMethods.includes(question.method) &&
			question.headers.every((name) =>
				rule.AllowedHeaders.some((pattern) => wildcard(pattern.toLowerCase(), name)),
			),
	);
}

function allowHeaders(rule: CorsRuleProperties, origin: string): Record<string, string> {
	const anyone = rule.AllowedOrigins.includes('*');
	return {
		'access-control-allow-origin': anyone ? '*' : origin,
		'access-control-allow-methods': rule.AllowedMethods.join(', '),
		...(rule.ExposedHeaders.length > 0 && {
			'access-control-expose-headers': rule.ExposedHeaders.join(', '),
		}),
		...(rule.MaxAge !== undefined && { 'access-control-max-age': String(rule.MaxAge) }),
		// S3 says so for named origins, although nothing here reads cookies.
		...(!anyone && { 'access-control-allow-credentials': 'true' }),
		vary: VARY,
	};
}

/** S3 allows one asterisk in a pattern. */
function wildcard(pattern: string, text: string): boolean {
	const [before = '', after] = pattern.split('*');
	if (after === undefined) return pattern === text;
	return (
		text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after)
	);
}
