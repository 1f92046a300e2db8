/** Device names Windows keeps for itself, with any extension: superscript digits count too. */
const WINDOWS_DEVICE =
	/^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9\u00b9\u00b2\u00b3])(?=\.|$)/i;
const NOT_ON_WINDOWS = /[<>:"/\\|?*\p{Cc}\u2028\u2029]/gu;

/**
 * The name a file is saved under on any system. The vault keeps names that are legal on Linux and
 * macOS; what Windows would refuse or read as a stream or a device is replaced by `_`.
 */
export function safeDownloadName(name: string): string {
	const legal = name
		.replace(NOT_ON_WINDOWS, '_')
		.replace(/[. ]+$/, (tail) => '_'.repeat(tail.length));
	return WINDOWS_DEVICE.test(legal) ? `_${legal}` : legal === '' ? '_' : legal;
}

/**
 * The header for one file, RFC 6266: a plain name for old readers, then the real one in RFC 8187.
 * Whatever the name holds, the result is one line of ASCII with exactly these two parameters.
 */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
	const safe = safeDownloadName(name);
	const plain = safe.replace(/[^A-Za-z0-9 ._-]/gu, '_');
	return `${kind}; filename="${plain}"; filename*=UTF-8''${extendedValue(safe)}`;
}

/** `encodeURIComponent` leaves four characters that RFC 8187 does not count among its attr-chars. */
function extendedValue(text: string): string {
	return encodeURIComponent(text.toWellFormed()).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
