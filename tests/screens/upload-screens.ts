import { markdown, pdf } from '../seed/papers.ts';
import { photoOf } from '../seed/pictures.ts';
import { filesOnDisk } from './files-on-disk.ts';
import type { FileOfKind } from './kinds.ts';
import { openFolder, SCANS_FOLDER, type Screen } from './screen.ts';
import type { Visitor } from './visitor.ts';

const MIB = 1024 * 1024;

const papers: readonly FileOfKind[] = [
	{ name: 'Insurance.pdf', mimeType: 'application/pdf', buffer: pdf('insurance', 'Insurance') },
	{ name: 'Packing list.md', mimeType: 'text/markdown', buffer: markdown('pack', 'Packing') },
];

/** Of a film that goes in three parts. */
const film = { name: 'A whole summer in the garden.mp4', buffer: Buffer.alloc(40 * MIB) };
let kept: Promise<readonly string[]> | undefined;
const filmAndPapers = (): Promise<readonly string[]> => (kept ??= filesOnDisk([film, ...papers]));

/** The film stands still after its first part, and what follows before it is sent. */
async function underway(visitor: Visitor): Promise<void> {
	let parts = 0;
	await visitor.onStorage(async (route) => {
		const method = route.request().method();
		if (method === 'PUT') parts += 1;
		if (method === 'OPTIONS' || (method === 'PUT' && parts === 1)) await route.continue();
	});
	await visitor.goHome();
	await visitor.uploadFrom(await filmAndPapers());
	await visitor.openTray();
}

/** How uploads are asked about, shown and answered for. */
export const uploadScreens: readonly Screen[] = [
	{
		name: 'conflict',
		title: 'Names that are taken',
		isApart: true,
		async open(visitor) {
			await visitor.goHome();
			await visitor.upload([
				{
					name: 'Garden in May.jpg',
					mimeType: 'image/jpeg',
					buffer: await photoOf(9, 1600, 1067),
				},
				{ name: 'Lease.pdf', mimeType: 'application/pdf', buffer: pdf('another', 'Lease, new') },
			]);
			await visitor.dialog().waitFor();
		},
	},
	{ name: 'uploads', title: 'Uploads under way', isApart: true, open: underway },
	{
		name: 'uploads-paused',
		title: 'Uploads, paused',
		isApart: true,
		async open(visitor) {
			await underway(visitor);
			await visitor.button('Pause the uploads').click();
			await visitor.button('Go on with the uploads').waitFor();
		},
	},
	{
		name: 'uploads-folded',
		title: 'Uploads, folded',
		isApart: true,
		async open(visitor) {
			await underway(visitor);
			await visitor.trayHead().click();
		},
	},
	{
		name: 'uploads-failed',
		title: 'Uploads that failed',
		isApart: true,
		async open(visitor) {
			await visitor.onStorage((route) => route.fulfill({ status: 403 }));
			await visitor.goHome();
			await visitor.upload(papers);
			await visitor.openTray();
			await visitor.page.locator('#upload-list .actions button').first().waitFor();
		},
	},
	{
		name: 'uploads-done',
		title: 'The receipt',
		isApart: true,
		async open(visitor) {
			await openFolder(visitor, SCANS_FOLDER);
			const name = `Scan for ${visitor.name}.jpg`;
			await visitor.upload([
				{ name, mimeType: 'image/jpeg', buffer: await photoOf(6, 1067, 1600) },
			]);
			await visitor.openTray();
			await visitor.button('Put the uploads away').waitFor();
			await visitor.row(name).locator('img').waitFor();
		},
	},
	{
		name: 'handed-over',
		title: 'What another app has shared',
		isApart: true,
		async open(visitor) {
			await visitor.goHome();
			await visitor.page.evaluate(async () => {
				const cache = await caches.open('shared');
				const headers = { 'content-type': 'image/jpeg', 'x-last-modified': '0' };
				for (const name of ['Lake.jpg', 'Ticket to Lisbon.pdf'])
					await cache.put(
						`/share/${name.length.toString()}`,
						new Response('shared', { headers: { ...headers, 'x-name': encodeURIComponent(name) } }),
					);
			});
			await visitor.page.reload();
			await visitor.dialog().waitFor();
		},
	},
];
