import type { FileFacts } from '$lib/uploads/capture/facts';

/** A film that says nothing by then goes without, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What the browser's own player makes of a film whose header we do not read, as that of WebM. Empty where it cannot play it. */
export async function playerFacts(film: Blob | URL): Promise<FileFacts> {
	const address = film instanceof Blob ? URL.createObjectURL(film) : film.href;
	const video = Object.assign(document.createElement('video'), {
		crossOrigin: 'anonymous',
		muted: true,
		preload: 'metadata',
	});
	const { promise, resolve } = Promise.withResolvers<undefined>();
	for (const event of ['loadedmetadata', 'error']) {
		video.addEventListener(event, () => resolve(undefined), { once: true });
	}
	const patience = setTimeout(() => resolve(undefined), PATIENCE_MS);
	video.src = address;
	await promise;
	clearTimeout(patience);
	const { videoWidth: width, videoHeight: height, duration } = video;
	video.removeAttribute('src');
	video.load();
	if (film instanceof Blob) URL.revokeObjectURL(address);
	return {
		size: width > 0 && height > 0 ? { width, height } : undefined,
		// What was recorded while it was sent on does not know its own end.
		seconds: Number.isFinite(duration) ? duration : undefined,
	};
}
