import { compositeChecksum, sha256 } from '$lib/uploads/transfer/checksum';
import { expect, it } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);

it('knows the SHA-256 of nothing and of abc', async () => {
	expect(await sha256(bytes(''))).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
	expect(await sha256(bytes('abc'))).toBe('ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=');
});

it('puts the checksums of parts together as S3 does', async () => {
	const parts = await Promise.all(['first part', 'second part'].map((part) => sha256(bytes(part))));

	// printf of both digests, binary, through sha256sum.
	expect(await compositeChecksum(parts)).toBe('sg6d8BNJbkHAOY5kYrCynKnoKQWtMiDAkfK9TZUURiA=-2');
});
