import { TokenStorage } from '$lib/auth/token-storage';
import { beforeEach, describe, expect, test } from 'vitest';
import { unsignedToken } from './unsigned-token';

const key = (name: string) => `CognitoIdentityServiceProvider.client.ada@example.org.${name}`;
const kept = () => JSON.stringify(Object.entries(localStorage));

beforeEach(() => {
	localStorage.clear();
});

async function signedIn(): Promise<TokenStorage> {
	const storage = new TokenStorage(localStorage);
	await storage.setItem(key('accessToken'), unsignedToken({ token_use: 'access' }));
	await storage.setItem(key('idToken'), unsignedToken({ token_use: 'id' }));
	await storage.setItem(key('refreshToken'), 'refresh-1');
	return storage;
}

describe('what lies in the browser’s storage', () => {
	test('is never an access token or an ID token', async () => {
		await signedIn();

		expect(kept()).toContain('refresh-1');
		expect(kept()).not.toContain('eyJ');
	});

	test('is nothing of the session after it is cleared, and everything of others', async () => {
		localStorage.setItem('cloudvault.theme', 'dark');
		const storage = await signedIn();

		await storage.clear();

		expect(Object.keys(localStorage)).toEqual(['cloudvault.theme']);
		expect(await storage.getItem(key('accessToken'))).toBeNull();
		expect(storage.accessToken).toBeUndefined();
	});
});

describe('after a reload', () => {
	test('answers with a token that has expired, so that Amplify refreshes and never sends it', async () => {
		await signedIn();

		const answer = await new TokenStorage(localStorage).getItem(key('accessToken'));

		const [, payload = ''] = answer?.split('.') ?? [];
		expect(answer?.split('.')).toHaveLength(3);
		expect(JSON.parse(atob(payload))).toMatchObject({ exp: 0 });
	});

	test('has no access token to show', async () => {
		await signedIn();

		expect(new TokenStorage(localStorage).accessToken).toBeUndefined();
	});

	test('answers nothing while signed out', async () => {
		expect(await new TokenStorage(localStorage).getItem(key('accessToken'))).toBeNull();
		expect(await new TokenStorage(localStorage).getItem(key('idToken'))).toBeNull();
	});
});

test('reads the refresh token anew each time: another tab may have changed it', async () => {
	const storage = await signedIn();

	localStorage.setItem(key('refreshToken'), 'refresh-2');

	expect(await storage.getItem(key('refreshToken'))).toBe('refresh-2');
});
