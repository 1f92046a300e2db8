import { openVault } from '#contract/vault';
import { createCall } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { afterEach, describe, expect, it, vi } from 'vitest';

const onSessionEnded = vi.fn(() => Promise.resolve());
const accessToken = vi.fn<Parameters<typeof createCall>[0]['accessToken']>();
accessToken.mockResolvedValue('token');
const call = createCall({
	accessToken,
	onSessionEnded: () => onSessionEnded(),
	siteConfig: () => Promise.resolve({ apiUrl: 'https://api.example.com' }),
});
afterEach(() => {
	vi.unstubAllGlobals();
});

/** The refusal that the browser makes of an answer of the API. */
async function refusalOf(status: number, body: object, headers = {}): Promise<ApiError> {
	vi.stubGlobal('fetch', () =>
		Promise.resolve(new Response(JSON.stringify(body), { status, headers })),
	);
	const error: unknown = await call(openVault, {}).catch((caught: unknown) => caught);
	if (error instanceof ApiError) return error;
	throw new Error('The call was not refused.');
}

const ours = { status: 503, title: 'unavailable', code: 'unavailable' };
const gatewaysOwn = { message: 'Internal Server Error' };

describe('a refusal', () => {
	it('is known by the request id in our own body', async () => {
		const headers = { 'apigw-requestid': 'of the header' };

		const refusal = await refusalOf(503, { ...ours, requestId: 'of the body' }, headers);

		expect(refusal).toMatchObject({ code: 'unavailable', requestId: 'of the body' });
	});

	it('is known by the header of API Gateway where the gateway itself refused', async () => {
		const refusal = await refusalOf(500, gatewaysOwn, { 'apigw-requestid': 'WSg1ihmdliAEJXA=' });

		expect(refusal).toMatchObject({ code: 'internal', requestId: 'WSg1ihmdliAEJXA=' });
	});

	it('has no id where neither says one', async () => {
		expect((await refusalOf(500, gatewaysOwn)).requestId).toBeUndefined();
	});

	it('of a session that has ended everywhere ends it here too', async () => {
		const ended = { status: 401, title: 'session ended', code: 'session_ended' };

		expect(await refusalOf(401, ended)).toMatchObject({ code: 'session_ended' });

		expect(onSessionEnded).toHaveBeenCalledTimes(1);
	});

	it.each([
		['session_ended', [[]]],
		['unauthenticated', [[], [{ refresh: true }]]],
	])('of 401, %s, asks for tokens: %j', async (code, asked) => {
		accessToken.mockClear();

		expect(await refusalOf(401, { status: 401, title: '', code })).toMatchObject({ code });

		expect(accessToken.mock.calls).toEqual(asked);
	});

	it('of another kind ends no session', async () => {
		onSessionEnded.mockClear();

		await refusalOf(401, { status: 401, title: 'vault deleted', code: 'vault_deleted' });
		await refusalOf(503, ours);

		expect(onSessionEnded).not.toHaveBeenCalled();
	});

	it('says how long to wait', async () => {
		expect(await refusalOf(503, ours, { 'retry-after': '2' })).toMatchObject({
			retryAfterSeconds: 2,
		});
	});
});
