import { Timeline } from '$lib/vault/list/timeline.svelte';
import { expect, it } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

it('puts what arrives among the pictures of its day, and above those of the day before', async () => {
	const vault = new FakeVaultApi();
	const add = (name: string, takenAt: string, utcOffsetMinutes: number) =>
		vault.addFile(name, undefined, {
			contentType: 'image/jpeg',
			media: { takenAt, utcOffsetMinutes, durationMs: null, width: null, height: null },
		});
	add('honolulu, 1 May.jpg', '2024-05-02T06:00:00.000Z', -600);
	add('auckland, 2 May.jpg', '2024-05-01T20:00:00.000Z', 720);
	const timeline = new Timeline(vault.call, 'media');
	await timeline.list.refresh();

	const arrived = add('berlin, 2 May.jpg', '2024-05-01T22:30:00.000Z', 120);
	timeline.list.accept(timeline.list.placing([arrived]));

	expect(timeline.list.entries.map(({ name }) => name)).toEqual([
		'berlin, 2 May.jpg',
		'auckland, 2 May.jpg',
		'honolulu, 1 May.jpg',
	]);
});
