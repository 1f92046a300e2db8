import { S3Error } from './errors.ts';

/** Percent-encodes as SigV4 asks: everything but the unreserved characters of RFC 3986. */
export function encodeComponent(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/** As `encodeComponent`, but slashes stay: the path of an object. */
export function encodePath(path: string): string {
	return path.split('/').map(encodeComponent).join('/');
}

/** As event notifications and form encoding write it: a space is a plus, a slash stays. */
export function encodeFormComponent(text: string): string {
	return encodePath(text).replaceAll('%20', '+');
}

/** Decodes exactly once. Malformed escapes and bytes that are not UTF-8 answer `InvalidURI`. */
export function decodePath(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		throw new S3Error('InvalidURI');
	}
}

/** Decodes one name or value of a query, where a plus means a space. */
export function decodeQueryComponent(text: string): string {
	return decodePath(text.replaceAll('+', ' '));
}
