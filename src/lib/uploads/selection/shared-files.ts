import type { HandedOver } from './handed-over';

/** Where the service worker parks what other apps share: see src/service-worker/share.ts. */
const SHARED = 'shared';

/** What was shared since, also before a person signed in. Nothing where the browser keeps nothing. */
export async function sharedFiles(): Promise<readonly HandedOver[]> {
	if (!('caches' in window) || !(await caches.has(SHARED))) return [];
	const cache = await caches.open(SHARED);
	const parked = await Promise.all(
		(await cache.keys()).map(async (key) => {
			const answer = await cache.match(key);
			if (answer === undefined) return undefined;
			const { headers } = answer;
			const name = decodeURIComponent(headers.get('x-name') ?? '') || 'Shared text.txt';
			const lastModified = Number(headers.get('x-last-modified'));
			const type = headers.get('content-type') ?? '';
			const file = new File([await answer.blob()], name, { type, lastModified });
			return {
				id: key.url,
				name,
				open: () => Promise.resolve(file),
				forget: async () => {
					await cache.delete(key);
				},
			};
		}),
	);
	return parked.filter((each) => each !== undefined);
}
