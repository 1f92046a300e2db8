import { Thumbnails } from '$lib/vault/thumbnails.svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeVault } from './fake-vault';

let vault: FakeVault;
vi.mock('$lib/api/call', () => ({
	call: (...request: Parameters<FakeVault['call']>) => vault.call(...request),
}));

beforeEach(() => {
	vi.useFakeTimers();
	vault = new FakeVault();
});
afterEach(() => vi.useRealTimers());

const picture = () => vault.addFile('a.jpg', undefined, { hasThumb: true });
const asked = () =>
	vault.requestsOf('signDownloads').map(({ downloads }) => (downloads as unknown[]).length);

describe('thumbnails', () => {
	it('of files that come into view together are signed in one call', async () => {
		const thumbnails = new Thumbnails();
		const files = [picture(), picture(), picture()];

		for (const file of files) thumbnails.want(file);
		await vi.advanceTimersByTimeAsync(50);

		expect(asked()).toEqual([3]);
		expect(files.map((file) => thumbnails.url(file))).not.toContain(undefined);
	});

	it('are signed at most 200 in a call', async () => {
		const thumbnails = new Thumbnails();

		for (let n = 0; n < 250; n++) thumbnails.want(picture());
		await vi.advanceTimersByTimeAsync(50);

		expect(asked()).toEqual([200, 50]);
	});

	it('are not asked for where a file has none', async () => {
		const thumbnails = new Thumbnails();

		thumbnails.want(vault.addFile('a.txt'));
		await vi.advanceTimersByTimeAsync(50);

		expect(asked()).toEqual([]);
	});

	it('keep their address while it lives, and get another one after', async () => {
		const thumbnails = new Thumbnails();
		const file = picture();
		thumbnails.want(file);
		await vi.advanceTimersByTimeAsync(4 * 60_000);

		thumbnails.want(file);
		await vi.advanceTimersByTimeAsync(50);
		expect(asked()).toEqual([1]);

		await vi.advanceTimersByTimeAsync(60_000);
		thumbnails.want(file);
		await vi.advanceTimersByTimeAsync(50);
		expect(asked()).toEqual([1, 1]);
	});

	it('that do not load are signed once more, and then left to their icon', async () => {
		const thumbnails = new Thumbnails();
		const file = picture();
		thumbnails.want(file);
		await vi.advanceTimersByTimeAsync(50);

		thumbnails.failed(file);
		await vi.advanceTimersByTimeAsync(50);
		thumbnails.failed(file);
		await vi.advanceTimersByTimeAsync(50);

		expect(asked()).toEqual([1, 1]);
		expect(thumbnails.url(file)).toBeUndefined();
	});

	it('stay icons while the API cannot be reached', async () => {
		const thumbnails = new Thumbnails();
		const file = picture();
		vault.refuse('signDownloads', 'unavailable');

		thumbnails.want(file);
		await vi.advanceTimersByTimeAsync(50);

		expect(thumbnails.url(file)).toBeUndefined();
	});
});
