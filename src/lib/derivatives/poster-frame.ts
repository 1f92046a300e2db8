/** A film that has shown nothing by then goes without a picture, in milliseconds. */
const PATIENCE_MS = 10_000;

/** A frame from near the beginning of a film, where it is seldom black. Undefined where the browser cannot play it. */
export async function posterFrame(film: Blob): Promise<ImageBitmap | undefined> {
	const address = URL.createObjectURL(film);
	const video = Object.assign(document.createElement('video'), {
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
		URL.revokeObjectURL(address);
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
