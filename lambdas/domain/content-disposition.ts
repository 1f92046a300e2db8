import { portableName } from '#contract/portable-name';

/**
 * The header for one file, RFC 6266: a plain name for old readers, then the real one in RFC 8187.
 * Whatever the name holds, the result is one line of ASCII with exactly these two parameters.
 */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
	const portable = portableName(name);
	const plain = portable.replace(/[^A-Za-z0-9 ._-]/gu, '_');
	return `${kind}; filename="${plain}"; filename*=UTF-8''${extendedValue(portable)}`;
}

/** `encodeURIComponent` leaves four characters that RFC 8187 does not count among its attr-chars. */
function extendedValue(text: string): string {
	return encodeURIComponent(text.toWellFormed()).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
