import * as v from 'valibot';

export interface HttpAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[]>>;
	readonly body: Buffer;
}

const Full = v.object({
	statusCode: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)),
	headers: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
	cookies: v.optional(v.array(v.string()), []),
	body: v.nullish(v.string()),
	isBase64Encoded: v.optional(v.boolean(), false),
});

/**
 * What a client gets for a function's result, payload format 2.0: a result with a status code is
 * the answer; any other is the JSON body of a 200. `undefined` if API Gateway could not read it.
 */
export function toAnswer(payload: unknown): HttpAnswer | undefined {
	if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
		const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
		return {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: Buffer.from(text),
		};
	}
	const parsed = v.safeParse(Full, payload);
	if (!parsed.success) return undefined;
	const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.output;
	const lowerCased = Object.entries(headers).map(([name, value]) => [
		name.toLowerCase(),
		String(value),
	]);
	return {
		status: statusCode,
		headers: {
			'content-type': 'text/plain;charset=UTF-8',
			...(Object.fromEntries(lowerCased) as Record<string, string>),
			...(cookies.length > 0 && { 'set-cookie': cookies }),
		},
		body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
	};
}
