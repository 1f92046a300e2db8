import { sha256 } from '../../support/uploader.ts';
import type { VaultClient } from '../../support/vault-client.ts';

interface Signed {
	readonly url: string;
	readonly headers: Record<string, string>;
}

export interface Sent {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body: Buffer;
}

export async function signedParts(
	person: VaultClient,
	uploadId: string,
	part: Buffer,
): Promise<[Signed]> {
	const { parts } = await person.call<{ parts: [Signed] }>('signParts', {
		uploadId,
		parts: [{ partNumber: 1, sha256: sha256(part) }],
	});
	return parts;
}

export async function put(url: URL, { method, headers, body }: Sent): Promise<number> {
	const response = await fetch(url, {
		method,
		headers,
		...(method === 'PUT' && { body: new Uint8Array(body) }),
	});
	await response.arrayBuffer();
	return response.status;
}

export const uploadIdOf = (url: string) => new URL(url).searchParams.get('uploadId') ?? '';

/** The same headers with the checksum of other bytes. */
export function withChecksumOf(
	headers: Record<string, string>,
	bytes: Buffer,
): Record<string, string> {
	return { ...headers, 'x-amz-checksum-sha256': sha256(bytes) };
}
