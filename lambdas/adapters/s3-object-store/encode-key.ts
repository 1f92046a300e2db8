/** A key as the path of an address. RFC 3986's unreserved characters stay: `encodeURIComponent` spares five too many. */
export function encodeKey(key: string): string {
	return key.split('/').map(encode).join('/');
}

function encode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
