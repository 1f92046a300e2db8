import type { Captured } from './captured';

/** Reads only the bytes it needs, most often the first. Undefined where the file does not tell, or is no picture. Never fails. */
export async function captureTime(file: Blob, contentType: string): Promise<Captured | undefined> {
	try {
		if (contentType.startsWith('image/')) {
			const { exifTime } = await import('./exif-time');
			return await exifTime(file);
		}
		if (contentType.startsWith('video/')) {
			const { quicktimeTime } = await import('./quicktime-time');
			return await quicktimeTime(file);
		}
	} catch {
		// A broken header: the file is as good as one that does not tell.
	}
	return undefined;
}
