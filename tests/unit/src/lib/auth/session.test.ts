import { Session } from '$lib/auth/session.svelte';
import { endingSentence, readSignInMemory } from '$lib/auth/sign-in-memory';
import { TokenStorage } from '$lib/auth/token-storage';
import type { SignInStep, UserPool } from '$lib/auth/user-pool-port';
import { ApiError } from '$lib/errors/api-error';
import { AuthError } from '$lib/errors/auth-error';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { unsignedToken } from './unsigned-token';

const PREFIX = 'CognitoIdentityServiceProvider.client.ada';
const account = { email: 'ada@example.org', sub: 'ada' };
const signedInAs = { kind: 'signed-in', ...account, ownsStage: false };

beforeEach(() => {
	localStorage.clear();
});

/** A tab of a browser, with a user pool that knows one person and asks for `steps` one after the other. */
function tab(
	options: {
		steps?: SignInStep[];
		pool?: Partial<UserPool>;
		/** What fresh access tokens say. */
		claims?: Record<string, unknown>;
	} = {},
) {
	const storage = new TokenStorage(localStorage);
	const steps = options.steps ?? ['done'];
	const next = async () => {
		const step = steps.shift() ?? 'done';
		if (step !== 'done') return step;
		await storage.setItem(`${PREFIX}.idToken`, unsignedToken(account));
		await storage.setItem(`${PREFIX}.refreshToken`, 'refresh');
		return step;
	};
	const unexpected = () => Promise.reject(new Error('not expected here'));
	const pool: UserPool = {
		signUp: unexpected,
		confirmSignUp: unexpected,
		resendCode: unexpected,
		requestReset: unexpected,
		confirmReset: unexpected,
		setUpTotp: unexpected,
		verifyTotp: unexpected,
		disableTotp: unexpected,
		totpEnabled: unexpected,
		deleteUser: () => Promise.resolve(),
		signIn: next,
		confirmTotp: next,
		setNewPassword: next,
		signOut: () => Promise.resolve(),
		...options.pool,
	};
	const get = vi.fn(() => Promise.resolve(unsignedToken(options.claims)));
	return {
		session: new Session({ storage, tokens: { get }, pool: () => Promise.resolve(pool) }),
		get,
	};
}

async function signedIn(options: Parameters<typeof tab>[0] = {}) {
	const made = tab(options);
	await made.session.signIn('ada@example.org', 'secret');
	return made;
}

/** What the browser tells other tabs when localStorage changes. */
function tellOtherTabs() {
	window.dispatchEvent(new StorageEvent('storage', { key: 'cloudvault.account' }));
}

describe('a session that was kept from an earlier visit', () => {
	test('is renewed ahead of the first question', async () => {
		await signedIn();
		const { session, get } = tab();

		await session.renewAhead();

		expect(session.isKept).toBe(true);
		expect(get).toHaveBeenCalledOnce();
	});

	test('lets the page be drawn when what waits for the token has been sent', async () => {
		await signedIn();
		const { session } = tab();
		const sent = vi.fn();
		void session.accessToken().then(() => Promise.resolve().then(sent));

		await session.renewAhead();

		expect(sent).toHaveBeenCalledOnce();
	});

	test('lets the page be drawn where no token comes in time', async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		await signedIn();
		const { session, get } = tab();
		get.mockReturnValueOnce(new Promise(() => undefined));

		const drawn = session.renewAhead();
		await vi.runAllTimersAsync();

		await expect(drawn).resolves.toBeUndefined();
	});

	test('tells of a failure only to those who ask', async () => {
		await signedIn();
		const { session, get } = tab();
		get.mockRejectedValueOnce(new ApiError('offline'));

		await session.renewAhead();

		expect(await session.accessToken()).toBe(unsignedToken());
	});

	test('is not one that begins here', async () => {
		const { session, get } = await signedIn();

		await session.renewAhead();

		expect(session.isKept).toBe(false);
		expect(get).not.toHaveBeenCalled();
	});
});

describe('signing in', () => {
	test('knows who came', async () => {
		const { session } = await signedIn();

		expect(session.state).toEqual(signedInAs);
	});

	test('learns from each fresh token whether they run the stage, and remembers it', async () => {
		const claims: Record<string, unknown> = {};
		const { session } = await signedIn({ claims });
		expect(session.ownsStage).toBe(false);

		claims['cognito:groups'] = ['family', 'owners'];
		await session.accessToken();

		expect(session.ownsStage).toBe(true);
		expect(tab().session.ownsStage).toBe(true);
		delete claims['cognito:groups'];
		await session.accessToken();
		expect(session.ownsStage).toBe(false);
	});

	test('asks for the code of the authenticator before the person is signed in', async () => {
		const { session } = tab({ steps: ['totp', 'done'] });

		expect(await session.signIn('ada@example.org', 'secret')).toBe('totp');
		expect(session.state.kind).toBe('signed-out');
		expect(await session.confirmTotp('123456')).toBe('done');
		expect(session.state.kind).toBe('signed-in');
	});

	test('changes nothing where it is refused', async () => {
		const refuse = () => Promise.reject(new AuthError('wrong_credentials'));
		const { session } = tab({ pool: { signIn: refuse } });

		await expect(session.signIn('ada@example.org', 'wrong')).rejects.toMatchObject({
			reason: 'wrong_credentials',
		});

		expect(session.state.kind).toBe('signed-out');
	});
});

describe('a session', () => {
	test('outlives a reload', async () => {
		await signedIn();

		expect(tab().session.state).toEqual(signedInAs);
	});

	test('outlives a network that is down', async () => {
		const { session, get } = await signedIn();
		get.mockRejectedValue(new ApiError('offline'));

		await expect(session.accessToken()).rejects.toMatchObject({ code: 'offline' });

		expect(session.state.kind).toBe('signed-in');
	});

	test('ends where the user pool no longer renews it', async () => {
		const { session, get } = await signedIn();
		get.mockRejectedValue(new ApiError('unauthenticated'));

		await expect(session.accessToken()).rejects.toMatchObject({ code: 'unauthenticated' });

		expect(session.state.kind).toBe('signed-out');
		expect(Object.keys(localStorage)).toEqual([]);
	});

	test('gives no token while signed out', async () => {
		const { session, get } = tab();

		await expect(session.accessToken()).rejects.toMatchObject({ code: 'unauthenticated' });
		expect(get).not.toHaveBeenCalled();
	});

	test('begins in the other tabs too', async () => {
		const other = tab().session;

		await signedIn();
		tellOtherTabs();

		expect(other.state).toEqual(signedInAs);
	});
});

describe('signing out', () => {
	test('leaves nothing behind', async () => {
		const { session } = await signedIn();

		await session.signOut();

		expect(session.state.kind).toBe('signed-out');
		expect(Object.keys(localStorage)).toEqual([]);
	});

	test('works without the network', async () => {
		const { session } = await signedIn({
			pool: { signOut: () => Promise.reject(new ApiError('offline')) },
		});

		await session.signOut();

		expect(session.state.kind).toBe('signed-out');
		expect(Object.keys(localStorage)).toEqual([]);
	});

	test('signs the other tabs out', async () => {
		const { session } = await signedIn();
		const other = tab().session;

		await session.signOut();
		tellOtherTabs();

		expect(other.state.kind).toBe('signed-out');
	});

	test('everywhere tells the user pool so', async () => {
		const signOut = vi.fn(() => Promise.resolve());
		const { session } = await signedIn({ pool: { signOut } });

		await session.signOut({ everywhere: true });

		expect(signOut).toHaveBeenCalledWith({ everywhere: true });
	});

	test.each([new AuthError('wrong_credentials'), new ApiError('unauthenticated')])(
		'comes with deleting the account, also where it is deleted already: %o',
		async (refusal) => {
			const { session } = await signedIn({ pool: { deleteUser: () => Promise.reject(refusal) } });

			await session.deleteUser();

			expect(session.state.kind).toBe('signed-out');
			expect(Object.keys(localStorage)).toEqual([]);
		},
	);

	test('does not come with an account that could not be deleted', async () => {
		const { session } = await signedIn({
			pool: { deleteUser: () => Promise.reject(new ApiError('offline')) },
		});

		await expect(session.deleteUser()).rejects.toMatchObject({ code: 'offline' });

		expect(session.state.kind).toBe('signed-in');
	});

	test('comes with deleting the account', async () => {
		const { session } = await signedIn();

		await session.deleteUser();

		expect(session.state.kind).toBe('signed-out');
	});
});

describe('an ending', () => {
	const ended = () => readSignInMemory().ended;

	test('is kept for the page to sign in on, and forgotten with the next sign-in', async () => {
		const { session, get } = await signedIn();
		get.mockRejectedValue(new ApiError('unauthenticated'));
		await expect(session.accessToken()).rejects.toThrow();
		expect(ended()).toBe('expired');

		await session.signIn('ada@example.org', 'secret');

		expect(ended()).toBeUndefined();
	});

	test('says that the account is deleted', async () => {
		const { session } = await signedIn();
		await session.deleteUser();

		expect(ended()).toBe('deleted');
	});

	test('says that the person signed out on all devices', async () => {
		const { session } = await signedIn();
		await session.signOut({ because: 'everywhere' });

		expect(ended()).toBe('everywhere');
	});

	test.each([
		['expired', 'You were away for long, or signed out elsewhere.'],
		['other-tab', 'You signed out in another tab.'],
		['everywhere', 'You were signed out on all devices.'],
		['deleted', 'Your account and everything in it is deleted.'],
	] as const)('%s is a sentence on the page to sign in on', (ending, words) => {
		expect(endingSentence(ending)).toContain(words);
	});

	test('says that another tab signed out', async () => {
		await signedIn();
		localStorage.clear();
		tellOtherTabs();

		expect(ended()).toBe('other-tab');
	});

	test('of the person’s own choice needs no words', async () => {
		const { session } = await signedIn();
		await session.signOut();

		expect(ended()).toBeUndefined();
	});
});
