import { lazy } from '$lib/concurrency/lazy';
import { expect, it } from 'vitest';

it('makes its value once, however many ask for it', async () => {
	let made = 0;
	const value = lazy(() => Promise.resolve((made += 1)));
	expect(made).toBe(0);

	expect(await Promise.all([value(), value()])).toEqual([1, 1]);
	expect(await value()).toBe(1);
});

it('makes another attempt after one that failed', async () => {
	const answers = [Promise.reject(new Error('offline')), Promise.resolve('config')];
	const value = lazy(() => answers.shift() ?? Promise.reject(new Error('asked too often')));

	await expect(value()).rejects.toThrow('offline');

	expect(await value()).toBe('config');
	expect(await value()).toBe('config');
});
