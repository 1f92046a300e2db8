import type { RequestOf, ResponseOf } from '#contract/endpoint';
import { SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import type * as contract from '#contract/uploads';
import { createHash, randomUUID } from 'node:crypto';

type BeginFile = RequestOf<typeof contract.beginUploads>['files'][number];
export type Begun = ResponseOf<typeof contract.beginUploads>['files'][number];
interface Form {
	readonly url: string;
	readonly fields: Record<string, string>;
}

export const sha256 = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('base64');

/** What S3 calls the checksum of these bytes in parts. */
export function compositeOf(bytes: Buffer, partSizeBytes: number): string {
	const hashes = partsOf(bytes, partSizeBytes).map((part) => Buffer.from(sha256(part), 'base64'));
	return `${sha256(Buffer.concat(hashes))}-${String(hashes.length)}`;
}

export function partsOf(bytes: Buffer, partSizeBytes: number): Buffer[] {
	const count = Math.ceil(bytes.length / partSizeBytes);
	return Array.from({ length: count }, (_, i) =>
		bytes.subarray(i * partSizeBytes, (i + 1) * partSizeBytes),
	);
}

/** One file of a batch as a browser asks for it. */
export function asked(parentId: string, bytes: Buffer, facts: Partial<BeginFile> = {}): BeginFile {
	return {
		ref: randomUUID(),
		parentId,
		name: 'note.txt',
		sizeBytes: bytes.length,
		contentType: 'text/plain',
		sha256: bytes.length <= SINGLE_REQUEST_MAX_BYTES ? sha256(bytes) : null,
		modifiedAt: null,
		onConflict: 'keep-both',
		...facts,
	};
}

/** Sends a form as a browser does; answers S3's status. */
export async function post(form: Form, bytes: Buffer): Promise<number> {
	const body = new FormData();
	for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
	body.append('file', new Blob([new Uint8Array(bytes)]));
	const response = await fetch(form.url, { method: 'POST', body });
	await response.arrayBuffer();
	return response.status;
}

export async function put(url: string, headers: Record<string, string>, bytes: Buffer) {
	const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
	await response.arrayBuffer();
	return response.status;
}

/** The upload's id and form. Throws for any other outcome. */
export function formOf(begun: Begun | undefined): { uploadId: string; form: Form } {
	if (begun?.outcome !== 'send' || begun.transfer.kind !== 'form') {
		throw new Error(`not to be sent by form: ${JSON.stringify(begun)}`);
	}
	return { uploadId: begun.uploadId, form: begun.transfer.form };
}

export function partsPlanOf(begun: Begun | undefined) {
	if (begun?.outcome !== 'send' || begun.transfer.kind !== 'parts') {
		throw new Error(`not to be sent in parts: ${JSON.stringify(begun)}`);
	}
	return { uploadId: begun.uploadId, ...begun.transfer };
}
