import type { APIGatewayProxyStructuredResultV2 as HttpResult } from 'aws-lambda';

/** An answer in JSON. Answers are for one person and one moment. */
export function jsonResult(
	statusCode: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): HttpResult & { readonly statusCode: number } {
	return {
		statusCode,
		headers: {
			'content-type': 'application/json',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			...headers,
		},
		body: JSON.stringify(body),
	};
}
