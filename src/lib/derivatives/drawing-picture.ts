/** Longest side in pixels: twice that of a thumbnail, so that thin lines stay. */
const SIDE = 640;

/**
 * An SVG as a picture. As an `<img>` it runs no script, loads nothing and knows nothing of the page. Undefined where the browser
 * cannot show it.
 */
export async function drawingPicture(file: Blob): Promise<ImageBitmap | undefined> {
	const address = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }));
	try {
		const image = new Image();
		image.src = address;
		await image.decode();
		// One without a size of its own is drawn as a square.
		const { naturalWidth: width, naturalHeight: height } = image;
		const scale = SIDE / Math.max(width, height, 1);
		const canvas = new OffscreenCanvas(
			Math.max(1, Math.round(width * scale)) || SIDE,
			Math.max(1, Math.round(height * scale)) || SIDE,
		);
		canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
		return canvas.transferToImageBitmap();
	} catch {
		return undefined;
	} finally {
		URL.revokeObjectURL(address);
	}
}
