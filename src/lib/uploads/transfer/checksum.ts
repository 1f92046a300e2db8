/** SHA-256 of the bytes, base64. */
export async function sha256(bytes: BufferSource): Promise<string> {
	return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/**
 * What S3 calls the checksum of an object put together from parts: the SHA-256 of the parts'
 * SHA-256s, in order, and how many there were.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export async function compositeChecksum(partSha256s: readonly string[]): Promise<string> {
	const digests = new Uint8Array(partSha256s.length * 32);
	partSha256s.forEach((digest, index) => digests.set(fromBase64(digest), index * 32));
	return `${await sha256(digests)}-${String(partSha256s.length)}`;
}

function toBase64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
	return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
