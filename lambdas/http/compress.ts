import type { APIGatewayProxyStructuredResultV2 as HttpResult } from 'aws-lambda';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** An answer of fewer bytes fits into one packet, and is no sooner there when it is smaller. */
const WORTH_BYTES = 1400;

/** Preferred first, each as quick as it can be: a page of a folder shrinks to a sixth in less time than it takes to quote it once more. */
const codings: Readonly<Record<string, (body: string) => Buffer>> = {
	br: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
	gzip: (body) => gzipSync(body, { level: constants.Z_BEST_SPEED }),
};

/**
 * The answer in the first of our codings that the caller accepts. API Gateway compresses nothing by itself for an HTTP API. No answer
 * repeats what another site could have sent, as each request carries a token: so its length tells no one a secret (BREACH).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function compressed<Result extends HttpResult>(
	result: Result,
	accepted: string | undefined,
): Result {
	const { body } = result;
	if (accepted === undefined || body === undefined || body.length < WORTH_BYTES) return result;
	const [name, compress] =
		Object.entries(codings).find(([coding]) => accepts(accepted, coding)) ?? [];
	if (name === undefined || compress === undefined) return result;
	return {
		...result,
		headers: { ...result.headers, 'content-encoding': name, vary: 'accept-encoding' },
		body: compress(body).toString('base64'),
		isBase64Encoded: true,
	};
}

/** Of `Accept-Encoding`; a weight of 0 refuses a coding. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
function accepts(accepted: string, coding: string): boolean {
	return accepted.split(',').some((each) => {
		const [name = '', weight = ''] = each.split(';').map((part) => part.trim().toLowerCase());
		return name === coding && !/^q=0(\.0*)?$/.test(weight);
	});
}
