/** Runs in the browser: what the product is compared with, as others would write it. `window.references` is called by the benchmarks. */
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

export interface Form {
	readonly url: string;
	readonly fields: Readonly<Record<string, string>>;
}

export interface VaultAddress {
	readonly apiUrl: string;
	readonly accessToken: string;
	readonly parentId: string;
}

interface Begun {
	readonly files: readonly [
		{ readonly uploadId: string; readonly transfer: { readonly form: Form } },
	];
}

interface Pending {
	readonly uploadId: string;
	readonly checksum: string;
}

/** As many as a browser sends at once to one host, and as many again that are ready. */
const AT_ONCE = 12;

function chosen(): readonly File[] {
	return [...(document.querySelector('input')?.files ?? [])];
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return btoa(String.fromCharCode(...digest));
}

async function ask<T>(vault: VaultAddress, path: string, body: unknown): Promise<T> {
	const response = await fetch(`${vault.apiUrl}${path}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${vault.accessToken}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${path} answered ${String(response.status)}`);
	return (await response.json()) as T;
}

/** Milliseconds for the chosen files by Uppy: each is begun for itself, sent by its form, and committed before it counts. */
async function uppySmall(vault: VaultAddress): Promise<number> {
	const files = chosen();
	const batch = { id: crypto.randomUUID(), fileCount: files.length };
	const pending = new Map<string, Pending>();
	const commits: Promise<unknown>[] = [];
	const sources = new Map<string, Blob>();

	const startedAt = performance.now();
	const uppy = new Uppy({ autoProceed: false });
	uppy.use(AwsS3, {
		shouldUseMultipart: false,
		// The name of the object is the vault's to give: here it only says which file is meant.
		generateObjectKey: ({ id }) => id,
		signRequest: async ({ key: fileId }) => {
			const source = sources.get(fileId);
			if (source === undefined) throw new Error(`There is no file ${fileId}`);
			const checksum = await sha256(await source.arrayBuffer());
			const { files: answers } = await ask<Begun>(vault, '/uploads/begin', {
				batch,
				files: [
					{
						ref: crypto.randomUUID(),
						parentId: vault.parentId,
						name: uppy.getFile(fileId).name,
						sizeBytes: source.size,
						contentType: 'application/octet-stream',
						sha256: checksum,
						modifiedAt: null,
						onConflict: 'keep-both',
					},
				],
			});
			const [{ uploadId, transfer }] = answers;
			pending.set(fileId, { uploadId, checksum });
			return { url: transfer.form.url, fields: { ...transfer.form.fields } };
		},
	});
	uppy.on('upload-success', (file) => {
		const upload = pending.get(file?.id ?? '');
		if (upload) commits.push(ask(vault, '/uploads/complete', { uploads: [upload] }));
	});
	uppy.addFiles(files.map((data) => ({ name: data.name, type: data.type, data })));
	for (const { id, data } of uppy.getFiles()) if (data instanceof Blob) sources.set(id, data);
	const result = await uppy.upload();
	await Promise.all(commits);
	const took = performance.now() - startedAt;
	const failed = result?.failed ?? [];
	if (failed.length > 0 || commits.length !== files.length) {
		throw new Error(`Uppy sent ${String(commits.length)}: ${String(failed[0]?.error)}`);
	}
	return took;
}

/** Milliseconds for the chosen files by forms that are signed already: what no uploader can beat on this machine. */
async function rawForms(forms: readonly Form[]): Promise<number> {
	const files = chosen();
	const startedAt = performance.now();
	const waiting = files.entries();
	const worker = async () => {
		for (const [index, file] of waiting) {
			const body = new FormData();
			const { url, fields } = forms[index] ?? { url: '', fields: {} };
			for (const [name, value] of Object.entries(fields)) body.append(name, value);
			body.append('file', file);
			const response = await fetch(url, { method: 'POST', body });
			if (!response.ok) throw new Error(`S3 answered ${String(response.status)}`);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return performance.now() - startedAt;
}

const references = { uppySmall, rawForms };
export type References = typeof references;

declare global {
	interface Window {
		references: References;
	}
}
window.references = references;
