/** Where a frame's answer has begun to arrive the browser needs it no more, in milliseconds; a slow line takes its time until then. */
const FRAME_MS = 120_000;

/**
 * Lets the browser save what is at an address that answers as an attachment under its own name. In a frame, as the page itself would
 * be asked whether it may leave while files are uploaded, and who stays would get nothing.
 */
export function saveAddress(address: string): void {
	const frame = document.createElement('iframe');
	frame.hidden = true;
	frame.src = address;
	document.body.append(frame);
	setTimeout(() => frame.remove(), FRAME_MS);
}

/** Lets the browser save what the page has in memory. */
export function saveBlob(blob: Blob, name: string): void {
	const address = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// The browser reads the blob after the click has returned.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
