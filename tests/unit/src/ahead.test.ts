import { pageWithConfig } from '#contract/page-config';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const config = {
	apiUrl: 'https://api.example',
	region: 'eu-central-1',
	userPoolId: 'eu-central-1_abc',
	userPoolClientId: 'client',
	userPoolEndpoint: null,
	signUp: 'open',
	bucketOrigin: '',
} as const;
const BLOCK = '<script type="application/json" id="config"></script>';
const KEY = 'CognitoIdentityServiceProvider.client.ada.refreshToken';
const answer = { AuthenticationResult: { AccessToken: 'access', RefreshToken: 'refresh-2' } };
const post = vi.fn<typeof fetch>();
/** Of the locks that were asked for; each is free. */
let locks: string[];

beforeEach(() => {
	// As the script has told before it.
	document.documentElement.lang = 'en';
	localStorage.clear();
	localStorage.setItem('CognitoIdentityServiceProvider.client.LastAuthUser', 'ada');
	localStorage.setItem(KEY, 'refresh-1');
	localStorage.setItem('cloudvault.account', '{}');
	post.mockImplementation(() => Promise.resolve(new Response(JSON.stringify(answer))));
	vi.stubGlobal('fetch', post);
	locks = [];
	const request = async (name: string, work: () => Promise<unknown>) => {
		locks.push(name);
		return work();
	};
	vi.stubGlobal('navigator', { locks: { request } });
	vi.resetModules();
});
afterEach(() => {
	vi.unstubAllGlobals();
	post.mockReset();
	document.head.replaceChildren();
	globalThis.refreshedAhead = undefined;
});

async function open(page: string) {
	document.head.innerHTML = page;
	await import('../../../src/ahead');
	return globalThis.refreshedAhead;
}

test('renews the session of a person who is signed in, in turn with other tabs', async () => {
	const refreshed = await open(pageWithConfig(BLOCK, config));

	expect(refreshed).toMatchObject({ status: 200, answer, refreshToken: 'refresh-2' });
	expect(post.mock.calls[0]?.[0]).toBe('https://cognito-idp.eu-central-1.amazonaws.com/');
	expect(localStorage.getItem(KEY)).toBe('refresh-2');
	expect(locks).toEqual(['cloudvault.refresh']);
	expect(document.querySelector('link')).toMatchObject({
		rel: 'preconnect',
		href: 'https://api.example/',
		crossOrigin: '',
	});
});

test('leaves a session that it cannot renew to the code of the page', async () => {
	post.mockImplementation(() => Promise.reject(new TypeError('Failed to fetch')));

	expect(await open(pageWithConfig(BLOCK, config))).toBeUndefined();
	expect(localStorage.getItem(KEY)).toBe('refresh-1');
});

test.each([
	['no person is signed in', () => localStorage.clear(), pageWithConfig(BLOCK, config)],
	['the page does not say where', () => undefined, BLOCK],
])('asks nothing where %s', async (_, prepare, page) => {
	prepare();

	await open(page);

	expect(post).not.toHaveBeenCalled();
	expect(locks).toEqual([]);
});
