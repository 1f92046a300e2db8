/** A film that has shown nothing by then goes without a picture, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * A frame from near the beginning of a film, where it is seldom black. Of one at an address only the ranges are read that this needs.
 * Undefined where the browser cannot play it.
 */
export async function posterFrame(film: Blob | URL): Promise<ImageBitmap | undefined> {
	const address = film instanceof Blob ? URL.createObjectURL(film) : film.href;
	const video = Object.assign(document.createElement('video'), {
		// Of another origin, whose picture may be read only if it was asked for so.
		crossOrigin: 'anonymous',
		muted: true,
		playsInline: true,
		preload: 'auto',
	});
	const signal = AbortSignal.timeout(PATIENCE_MS);
	try {
		video.src = address;
		await told(video, 'loadedmetadata', signal);
		video.currentTime = Math.min(1, video.duration / 10 || 0);
		await told(video, 'seeked', signal);
		return await createImageBitmap(video);
	} catch {
		return undefined;
	} finally {
		video.removeAttribute('src');
		video.load();
		if (film instanceof Blob) URL.revokeObjectURL(address);
	}
}

function told(video: HTMLVideoElement, event: string, signal: AbortSignal): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<undefined>();
	const fail = () => reject(new Error('no picture'));
	video.addEventListener(event, () => resolve(undefined), { once: true });
	video.addEventListener('error', fail, { once: true });
	signal.addEventListener('abort', fail, { once: true });
	return promise;
}
