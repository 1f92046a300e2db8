import { CurrentFolder } from '$lib/vault/current-folder.svelte';
import { describe, expect, it } from 'vitest';

const TOP = 'top';
const PAPERS = { id: 'papers', name: 'Papers' };
const PHOTOS = { id: 'photos', name: 'Photos' };

const currentFolder = () =>
	new CurrentFolder({ rootId: TOP, open: () => Promise.resolve({ rootId: TOP }) } as never);

describe('where new things go', () => {
	it('is the folder on the screen, or the top folder where there is none', async () => {
		const current = currentFolder();
		expect(current.id).toBe(TOP);

		current.enter(PAPERS);
		expect(await current.whenKnown()).toEqual(PAPERS);

		current.leave(PAPERS.id);
		expect(await current.whenKnown()).toEqual({ id: TOP, name: 'Files' });
	});

	it('waits for the folder that is being opened, and is no other meanwhile', async () => {
		const current = currentFolder();
		current.enter(PAPERS);
		current.expect(PHOTOS.id);
		current.leave(PAPERS.id);
		expect(current.id).toBeUndefined();
		const asked = current.whenKnown();

		current.enter(PHOTOS);

		expect(await asked).toEqual(PHOTOS);
		expect(current.id).toBe(PHOTOS.id);
	});

	it.each([
		['is left before it was read', (current: CurrentFolder) => current.leave(PHOTOS.id)],
		[
			'gives way to another',
			(current: CurrentFolder) => {
				current.expect(PAPERS.id);
				current.leave(PHOTOS.id);
				current.leave(PAPERS.id);
			},
		],
	])('is the top folder where one that was opened %s', async (_case, go) => {
		const current = currentFolder();
		current.expect(PHOTOS.id);
		const asked = current.whenKnown();

		go(current);

		expect((await asked).id).toBe(TOP);
		expect(current.id).toBe(TOP);
	});

	it('is a folder still while that is read again', () => {
		const current = currentFolder();
		current.enter(PHOTOS);
		current.expect(PHOTOS.id);
		expect(current.id).toBe(PHOTOS.id);
	});
});
