/**
 * Device names that Windows keeps for itself, with any extension, spaces before it and superscript
 * digits included: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
const WINDOWS_DEVICE =
	/^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9\u00b9\u00b2\u00b3]) *(?=\.|$)/i;
/** Refused or read as something else by Windows, and line breaks, which no header can carry. */
const NOT_PORTABLE = /[<>:"/\\|?*\p{Cc}\u2028\u2029]/gu;

/**
 * The name of an entry outside the vault, as a download or inside a zip: legal on Windows, Linux and
 * macOS alike, and never empty. The vault itself also keeps `a:b`, `con.txt` and `draft.`; what Windows
 * would refuse or read as a stream or a device is replaced by `_`. Two names can become one.
 */
export function portableName(name: string): string {
	const legal = name
		.replace(NOT_PORTABLE, '_')
		.replace(/[. ]+$/, (tail) => '_'.repeat(tail.length));
	return legal === '' || WINDOWS_DEVICE.test(legal) ? `_${legal}` : legal;
}
