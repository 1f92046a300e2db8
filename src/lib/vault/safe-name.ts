/** Device names Windows keeps for itself, whatever their extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³])(?=\.|$)/i;
const REFUSED_BY_WINDOWS = /[<>:"/\\|?*\p{Cc}]/gu;

/**
 * The name an entry gets inside a zip file, so that every system can unpack it. The vault keeps names
 * that are legal on Linux and macOS only (`a:b`, `con.txt`, `draft.`).
 */
export function safeName(name: string): string {
	const legal = name
		.replace(REFUSED_BY_WINDOWS, '_')
		.replace(/[. ]+$/, (tail) => '_'.repeat(tail.length));
	return WINDOWS_DEVICE.test(legal) ? `_${legal}` : legal;
}
