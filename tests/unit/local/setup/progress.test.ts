import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showing } from '../../../../local/setup/progress.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** What is shown while something takes so long. */
async function shown(seconds: number, isTTY: boolean): Promise<string> {
	let written = '';
	const stream = { isTTY, write: (text: string) => (written += text) };
	const work = () => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
	const ended = showing('Installing…', work, { stream });
	await vi.advanceTimersByTimeAsync(seconds * 1000);
	await ended;
	return written;
}

describe('what takes minutes', () => {
	it('counts its seconds in one line of a terminal', async () => {
		expect(await shown(3, true)).toMatch(
			/^Installing…\rInstalling… 1 s\rInstalling… 2 s(\rInstalling… 3 s)+\n$/,
		);
	});

	it('tells a log four times a minute that it goes on', async () => {
		expect(await shown(40, false)).toBe('Installing…\nInstalling… 15 s\nInstalling… 30 s\n');
	});

	it('fails as the work does', async () => {
		const stream = { write: () => true };

		await expect(
			showing('Installing…', () => Promise.reject(new Error('No net.')), { stream }),
		).rejects.toThrow('No net.');
	});
});
