import { DerivativeAddresses } from '$lib/derivatives/derivative-addresses';
import type { DerivativeListener, DerivativeQueue } from '$lib/derivatives/derivative-queue';
import { Thumbnails } from '$lib/derivatives/thumbnails.svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

let vault: FakeVaultApi;
let thumbnails: Thumbnails;
let drawing: FakeDrawing;
let addresses: DerivativeAddresses;

class FakeDrawing implements Pick<DerivativeQueue, 'see' | 'listen'> {
	listener: DerivativeListener | undefined;
	see = () => () => undefined;

	listen(listener: DerivativeListener) {
		this.listener = listener;
		return () => undefined;
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	vault = new FakeVaultApi();
	drawing = new FakeDrawing();
	addresses = new DerivativeAddresses(vault.call);
	thumbnails = new Thumbnails(addresses, drawing);
});
afterEach(() => vi.useRealTimers());

const picture = () => vault.addFile('a.jpg', undefined, { hasThumb: true });
const settled = () => vi.advanceTimersByTimeAsync(1);
const asked = () => vault.requestsOf('openDerivatives').length;

describe('a place with a picture', () => {
	const known = { takenAt: null, utcOffsetMinutes: null, durationMs: null, width: 4, height: 3 };

	it.each([
		['is read while it is seen where the vault knows nothing of it', null, 1],
		['is left alone where the vault knows it', known, 0],
	])('%s', (_what, media, times) => {
		vi.stubGlobal(
			'IntersectionObserver',
			class {
				constructor(tell: (records: { isIntersecting: boolean }[]) => void) {
					tell([{ isIntersecting: true }]);
				}
				observe = () => undefined;
				disconnect = () => undefined;
			},
		);
		const see = vi.spyOn(drawing, 'see');

		thumbnails.wantAt(document.body, { ...picture(), contentType: 'image/jpeg', media });

		expect(see).toHaveBeenCalledTimes(times);
		vi.unstubAllGlobals();
	});
});

describe('thumbnails', () => {
	it('of a thousand files are opened by one call', async () => {
		const files = Array.from({ length: 1000 }, picture);

		for (const file of files) thumbnails.want(file);
		await settled();
		thumbnails.want(picture());
		await settled();

		expect(asked()).toBe(1);
		expect(files.map((file) => thumbnails.url(file))).toEqual(
			files.map(({ versionId }) => `https://vault.test/d/ann/${versionId}/thumb?signed-1`),
		);
	});

	it('wait for no call of their own where they were opened beside the list', async () => {
		const opening = addresses.open();
		thumbnails.want(picture());
		await opening;

		const file = picture();
		thumbnails.want(file);
		await settled();

		expect(asked()).toBe(1);
		expect(thumbnails.url(file)).toContain(file.versionId);
	});

	it('are not asked for where a file has none', async () => {
		thumbnails.want(vault.addFile('a.txt'));
		await settled();

		expect(asked()).toBe(0);
	});

	it('keep their address while it lives, and get another one after', async () => {
		const file = picture();
		thumbnails.want(file);
		await vi.advanceTimersByTimeAsync(14 * 60_000);

		thumbnails.want(file);
		await settled();
		expect(asked()).toBe(1);

		await vi.advanceTimersByTimeAsync(60_000);
		thumbnails.want(file);
		await settled();
		expect(asked()).toBe(2);
		expect(thumbnails.url(file)).toMatch(/signed-2$/);
	});

	it('that do not load are opened once more all together, and then left to their icons', async () => {
		const files = [picture(), picture(), picture()];
		for (const file of files) thumbnails.want(file);
		await settled();

		for (const file of files) thumbnails.failed(file);
		await settled();
		expect(asked()).toBe(2);
		expect(files.map((file) => thumbnails.url(file))).not.toContain(undefined);

		for (const file of files) thumbnails.failed(file);
		await settled();
		expect(asked()).toBe(2);
		expect(files.map((file) => thumbnails.url(file))).toEqual([undefined, undefined, undefined]);
	});

	it('stay icons while the API cannot be reached', async () => {
		const file = picture();
		vault.refuse('openDerivatives', 'unavailable');

		thumbnails.want(file);
		await settled();
		expect(thumbnails.url(file)).toBeUndefined();

		thumbnails.want(file);
		await settled();
		expect(thumbnails.url(file)).toBeDefined();
	});

	it('come for a file that this tab has drawn, though its list knows of none', async () => {
		const file = vault.addFile('old.jpg', undefined, { contentType: 'image/jpeg' });
		thumbnails.want(file);
		await settled();
		expect(thumbnails.url(file)).toBeUndefined();

		drawing.listener?.made?.(file, ['thumb', 'preview']);
		await settled();

		expect(thumbnails.url(file)).toMatch(/thumb\?signed-1$/);
		expect(thumbnails.asDrawn(file)).toEqual({ ...file, hasThumb: true, hasPreview: true });
	});
});
