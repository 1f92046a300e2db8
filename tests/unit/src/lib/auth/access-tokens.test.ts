import { AccessTokens } from '$lib/auth/access-tokens';
import { TokenStorage } from '$lib/auth/token-storage';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unsignedToken } from './unsigned-token';

const KEY = 'CognitoIdentityServiceProvider.client.ada.accessToken';

beforeEach(() => {
	localStorage.clear();
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A user pool that gives out `token-1`, `token-2`, … and a lock that is always free. */
function tab(
	options: { lifeSeconds?: number; fails?: Error; over?: boolean; ahead?: string | null } = {},
) {
	const storage = new TokenStorage(localStorage);
	const renew = vi.fn(async () => {
		if (options.fails !== undefined) throw options.fails;
		if (options.over === true) return null;
		const token = unsignedToken({ jti: renew.mock.calls.length }, options.lifeSeconds);
		await storage.setItem(KEY, token);
		return token;
	});
	const takeAhead = vi.fn().mockResolvedValue(undefined).mockResolvedValueOnce(options.ahead);
	const exclusively = vi.fn((work: () => Promise<string | null>) => work());
	const tokens = new AccessTokens(storage, () => Promise.resolve({ renew, takeAhead }), {
		exclusively: exclusively as <T>(work: () => Promise<T>) => Promise<T>,
	});
	return { tokens, renew, exclusively };
}

test('keeps a token while it lives', async () => {
	const { tokens, renew } = tab();

	const first = await tokens.get();
	vi.advanceTimersByTime(569_000);

	expect(await tokens.get()).toBe(first);
	expect(renew).toHaveBeenCalledTimes(1);
});

test('renews it shortly before it ends', async () => {
	const { tokens, renew } = tab();

	const first = await tokens.get();
	vi.advanceTimersByTime(571_000);

	expect(await tokens.get()).not.toBe(first);
	expect(renew).toHaveBeenCalledTimes(2);
});

test('uses a token of twenty seconds for ten', async () => {
	const { tokens, renew } = tab({ lifeSeconds: 20 });

	await tokens.get();
	vi.advanceTimersByTime(9_000);
	await tokens.get();
	vi.advanceTimersByTime(2_000);
	await tokens.get();

	expect(renew).toHaveBeenCalledTimes(2);
});

test('is not misled by a wrong clock: only the life of a token counts', async () => {
	vi.setSystemTime(new Date('1999-01-01T00:00:00Z'));
	const { tokens, renew } = tab();

	await tokens.get();
	await tokens.get();

	expect(renew).toHaveBeenCalledTimes(1);
});

test('asks once for twenty callers at the same time', async () => {
	const { tokens, renew } = tab();

	const answers = await Promise.all(
		Array.from({ length: 20 }, () => tokens.get({ refresh: true })),
	);

	expect(new Set(answers).size).toBe(1);
	expect(renew).toHaveBeenCalledTimes(1);
});

test('takes the token that was asked for ahead, without waiting for its turn', async () => {
	const { tokens, renew, exclusively } = tab({ ahead: 'ahead' });

	expect(await tokens.get()).toBe('ahead');
	expect(exclusively).not.toHaveBeenCalled();
	await tokens.get({ refresh: true });
	expect(renew).toHaveBeenCalledTimes(1);
});

test('calls a session over that was found so ahead', async () => {
	await expect(tab({ ahead: null }).tokens.get()).rejects.toMatchObject({
		code: 'unauthenticated',
	});
});

test('renews a living token where the API no longer takes it', async () => {
	const { tokens } = tab();

	const first = await tokens.get();

	expect(await tokens.get({ refresh: true })).not.toBe(first);
});

test('calls a session over only where the user pool says so', async () => {
	await expect(tab({ over: true }).tokens.get()).rejects.toMatchObject({ code: 'unauthenticated' });
});

test.each([
	['NetworkError', 'offline'],
	['InternalErrorException', 'unavailable'],
])('takes %s for %s, and asks again the next time', async (name, code) => {
	const { tokens, renew } = tab({ fails: Object.assign(new Error('x'), { name }) });

	await expect(tokens.get()).rejects.toMatchObject({ code });
	await expect(tokens.get()).rejects.toMatchObject({ code });

	expect(renew).toHaveBeenCalledTimes(2);
});
