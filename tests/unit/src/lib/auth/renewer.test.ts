import { renewer } from '$lib/auth/renewer';
import { TokenStorage } from '$lib/auth/token-storage';
import { ApiError } from '$lib/errors/api-error';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unsignedToken } from './unsigned-token';

// That it speaks to a user pool as Amplify does is shown in tests/unit/local/cognito/amplify.test.ts.
const key = (name: string) => `CognitoIdentityServiceProvider.client.${name}`;
const config = {
	apiUrl: '',
	region: 'eu-central-1',
	userPoolId: 'eu-central-1_abc',
	userPoolClientId: 'client',
	userPoolEndpoint: null,
	signUp: 'open' as const,
	bucketOrigin: '',
};
const renewed = {
	AuthenticationResult: {
		AccessToken: unsignedToken({ iat: 1000, exp: 4600 }),
		IdToken: unsignedToken({ token_use: 'id' }),
		RefreshToken: 'refresh-2',
	},
};
const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const refused = (name: string) => answer(400, { __type: name, message: 'Refused' });
const post = vi.fn<typeof fetch>();

beforeEach(() => {
	localStorage.clear();
	localStorage.setItem(key('LastAuthUser'), 'ada');
	localStorage.setItem(key('ada.refreshToken'), 'refresh-1');
	vi.stubGlobal('fetch', post);
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
	post.mockReset();
	globalThis.refreshedAhead = undefined;
});

async function renew() {
	const tokens = await renewer(new TokenStorage(localStorage), () => Promise.resolve(config));
	const outcome = tokens
		.takeAhead()
		.then((ahead) => (ahead === undefined ? tokens.renew() : ahead))
		.catch((error: unknown) => error);
	await vi.runAllTimersAsync();
	return outcome;
}
const kept = () => localStorage.getItem(key('ada.refreshToken'));

describe('renewing a session', () => {
	it('asks the pool in its region, and keeps the refresh token that follows', async () => {
		post.mockResolvedValueOnce(answer(200, renewed));

		expect(await renew()).toBe(renewed.AuthenticationResult.AccessToken);
		expect(post.mock.calls[0]?.[0]).toBe('https://cognito-idp.eu-central-1.amazonaws.com/');
		expect(kept()).toBe('refresh-2');
	});

	it('asks nothing where no person is signed in', async () => {
		localStorage.clear();

		expect(await renew()).toBeNull();
		expect(post).not.toHaveBeenCalled();
	});

	it('tries again where there is no answer, or the pool itself fails', async () => {
		post
			.mockRejectedValueOnce(new TypeError('Failed to fetch'))
			.mockResolvedValueOnce(answer(503, {}))
			.mockResolvedValueOnce(answer(200, renewed));

		expect(await renew()).toBe(renewed.AuthenticationResult.AccessToken);
	});

	it('keeps the session where there is no network', async () => {
		post.mockRejectedValue(new TypeError('Failed to fetch'));

		expect(await renew()).toEqual(new ApiError('offline'));
		expect(kept()).toBe('refresh-1');
	});

	it.each(['InternalErrorException', 'TooManyRequestsException'])(
		'keeps the session after %s, which says nothing of it',
		async (name) => {
			post.mockResolvedValueOnce(refused(name));

			expect(await renew()).toMatchObject({ name });
			expect(kept()).toBe('refresh-1');
		},
	);

	it('ends the session that the pool has ended', async () => {
		post.mockResolvedValueOnce(refused('NotAuthorizedException'));

		expect(await renew()).toBeNull();
		expect(kept()).toBeNull();
	});

	const ahead = {
		prefix: key('ada'),
		refreshToken: 'refresh-1',
		status: 200,
		answer: renewed,
	};

	it('takes what the script in the page was answered, once', async () => {
		globalThis.refreshedAhead = Promise.resolve(ahead);
		post.mockResolvedValueOnce(answer(200, renewed));

		expect(await renew()).toBe(renewed.AuthenticationResult.AccessToken);
		expect(post).not.toHaveBeenCalled();
		await renew();
		expect(post).toHaveBeenCalledTimes(1);
	});

	it('ends the session of which the script in the page was told that it is over', async () => {
		const [status, refusal] = [400, { __type: 'NotAuthorizedException' }];
		globalThis.refreshedAhead = Promise.resolve({ ...ahead, status, answer: refusal });

		expect(await renew()).toBeNull();
		expect(kept()).toBeNull();
	});

	it.each([
		['had no answer', undefined],
		['was told of a failure', { ...ahead, status: 503 }],
		['asked for a session that is another now', { ...ahead, refreshToken: 'refresh-0' }],
	])('asks itself where the script in the page %s', async (_, refreshed) => {
		globalThis.refreshedAhead = Promise.resolve(refreshed);
		post.mockResolvedValueOnce(answer(200, renewed));

		await renew();

		expect(post).toHaveBeenCalledTimes(1);
		expect(kept()).toBe('refresh-2');
	});

	it('gives no refresh token back to a person who signed out meanwhile', async () => {
		post.mockImplementationOnce(() => {
			localStorage.clear();
			return Promise.resolve(answer(200, renewed));
		});

		await renew();

		expect(kept()).toBeNull();
	});

	it('ends the session whose refresh token was used a second time, and says so', async () => {
		post.mockResolvedValueOnce(refused('RefreshTokenReuseException'));

		expect(await renew()).toMatchObject({ name: 'RefreshTokenReuseException' });
		expect(kept()).toBeNull();
	});
});
