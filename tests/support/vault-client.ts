import { endpoints } from '#contract/endpoints';
import { createHash, randomUUID } from 'node:crypto';
import type { Stack } from './stack.ts';

type Person = Awaited<ReturnType<Stack['createUser']>>;
type Json = Record<string, never>;

interface BeginFile {
	readonly name: string;
	readonly sizeBytes: number;
	readonly sha256: string | null;
}

interface StoredFile {
	readonly id: string;
	readonly versionId: string;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

/** A person's vault driven from outside: only what the API and S3 answer, never the database. */
export class VaultClient {
	readonly accessToken: string;
	readonly #apiUrl: string;

	constructor(stack: Pick<Stack, 'apiUrl'>, person: Pick<Person, 'accessToken'>) {
		this.#apiUrl = stack.apiUrl;
		this.accessToken = person.accessToken;
	}

	/** Calls a route by the name of its endpoint; throws with status and body unless it answers 200. */
	async call<T = Json>(name: string, request: object): Promise<T> {
		const endpoint = endpoints.find((candidate) => candidate.name === name);
		if (endpoint === undefined) throw new Error(`There is no endpoint ${name}.`);
		const get = endpoint.method === 'GET';
		const query = get
			? `?${new URLSearchParams(request as Record<string, string>).toString()}`
			: '';
		const response = await fetch(this.#apiUrl + endpoint.path + query, {
			method: endpoint.method,
			headers: { authorization: `Bearer ${this.accessToken}`, 'content-type': 'application/json' },
			...(get ? {} : { body: JSON.stringify(request) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${name} answered ${String(response.status)}: ${text}`);
		return JSON.parse(text) as T;
	}

	open() {
		return this.call<{
			rootId: string;
			trashId: string;
			usage: { usedBytes: number; reservedBytes: number };
		}>('openVault', {});
	}

	async createFolder(parentId: string, name: string): Promise<string> {
		const { folder } = await this.call<{ folder: { id: string } }>('createFolder', {
			parentId,
			name,
		});
		return folder.id;
	}

	/** Reserves one file without sending it. */
	async begin(parentId: string, name: string, sizeBytes: number): Promise<string> {
		const { files } = await this.#begin(parentId, { name, sizeBytes, sha256: null });
		return files[0].uploadId;
	}

	/** Reserves a small file: where to post it, with which fields. */
	async beginForm(parentId: string, name: string, bytes: Buffer) {
		const { files } = await this.#begin(parentId, {
			name,
			sizeBytes: bytes.length,
			sha256: sha256(bytes),
		});
		return files[0].transfer.form;
	}

	/** A small file, all the way. */
	async upload(parentId: string, name: string, bytes: Buffer): Promise<StoredFile> {
		const [file] = await this.uploadAll(parentId, [name], bytes);
		if (file === undefined) throw new Error(`${name} was not stored`);
		return file;
	}

	/** Up to 500 small files of the same bytes, by one call each to begin and to end. */
	async uploadAll(
		parentId: string,
		names: readonly string[],
		bytes: Buffer,
	): Promise<readonly StoredFile[]> {
		const checksum = sha256(bytes);
		const file = { sizeBytes: bytes.length, sha256: checksum };
		const { files } = await this.#begin(
			parentId,
			...names.map((name): BeginFile => ({ name, ...file })),
		);
		for (const { transfer } of files) {
			const form = new FormData();
			for (const [field, value] of Object.entries(transfer.form.fields)) form.append(field, value);
			form.append('file', new Blob([new Uint8Array(bytes)]));
			const sent = await fetch(transfer.form.url, { method: 'POST', body: form });
			if (!sent.ok) throw new Error(`S3 answered ${String(sent.status)}: ${await sent.text()}`);
		}
		const done = await this.call<{ files: { file: StoredFile }[] }>('completeUploads', {
			uploads: files.map(({ uploadId }) => ({ uploadId, checksum })),
		});
		return done.files.map((each) => each.file);
	}

	trash(entryIds: string[]): Promise<unknown> {
		return this.call('trashEntries', { entryIds });
	}

	async downloadUrl(entryId: string): Promise<string> {
		const { downloads } = await this.call<{ downloads: [{ url: string }] }>('signDownloads', {
			downloads: [{ entryId, as: 'attachment' }],
		});
		return downloads[0].url;
	}

	/** Everything the person can see, to compare before and after another person's attempt. */
	async snapshot(): Promise<unknown> {
		const { rootId, trashId, usage } = await this.open();
		return {
			usage,
			root: await this.call('listFolder', { folderId: rootId }),
			trash: await this.call('listFolder', { folderId: trashId }),
			files: await this.call('listTimeline', { only: 'all' }),
			unfinished: await this.call('listUnfinishedUploads', {}),
			restores: await this.call('listRestores', {}),
		};
	}

	#begin(parentId: string, ...files: BeginFile[]) {
		return this.call<{
			files: [
				{
					uploadId: string;
					transfer: { form: { url: string; fields: Record<string, string> } };
				},
			];
		}>('beginUploads', {
			batch: { id: randomUUID(), fileCount: files.length },
			files: files.map((file) => ({
				ref: randomUUID(),
				parentId,
				contentType: 'text/plain',
				modifiedAt: null,
				onConflict: 'keep-both',
				...file,
			})),
		});
	}
}
