/** Where the service worker parks what other apps share: see src/service-worker/share.ts. */
const SHARED = 'shared';

/** A file that was handed to the installed app rather than chosen on a page. */
export interface HandedOver {
	readonly file: File;
	readonly handle?: FileSystemFileHandle;
	/** It is in the vault: it need not be kept any more. */
	readonly stored: () => Promise<void>;
}

/** What was shared since, also before somebody signed in. Nothing where the browser keeps nothing. */
export async function sharedFiles(): Promise<readonly HandedOver[]> {
	if (!('caches' in window) || !(await caches.has(SHARED))) return [];
	const cache = await caches.open(SHARED);
	const parked = await Promise.all(
		(await cache.keys()).map(async (key) => {
			const answer = await cache.match(key);
			if (answer === undefined) return undefined;
			const { headers } = answer;
			const name = decodeURIComponent(headers.get('x-name') ?? '');
			const lastModified = Number(headers.get('x-last-modified'));
			const type = headers.get('content-type') ?? '';
			const file = new File([await answer.blob()], name, { type, lastModified });
			return {
				file,
				stored: async () => {
					await cache.delete(key);
				},
			};
		}),
	);
	return parked.filter((each) => each !== undefined);
}

/** Calls `take` with the files that the system opens with the installed app, those of before included. */
export function whenOpenedWith(take: (files: readonly HandedOver[]) => void): void {
	window.launchQueue?.setConsumer(({ files = [] }) => {
		void readAll(files).then((readable) => {
			if (readable.length > 0) take(readable);
		});
	});
}

/** Those that can be read. */
async function readAll(handles: readonly FileSystemFileHandle[]): Promise<readonly HandedOver[]> {
	const opened = await Promise.all(
		handles.map(async (handle) => {
			const file = await handle.getFile().catch(() => undefined);
			return file && { file, handle, stored: () => Promise.resolve() };
		}),
	);
	return opened.filter((each) => each !== undefined);
}

declare global {
	interface Window {
		/** Chromium's Launch Handler API. */
		readonly launchQueue?: {
			setConsumer(
				consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void,
			): void;
		};
	}
}
