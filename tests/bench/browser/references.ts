/** Runs in the browser: what the product is compared with, as others would write it. `window.references` is called by the benchmarks. */
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

export interface Form {
	readonly url: string;
	readonly fields: Readonly<Record<string, string>>;
}

interface VaultAddress {
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
const CONNECTIONS = 6;

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

/**
 * Milliseconds for the chosen file by addresses that are signed already, as many parts at once as a browser sends. Where they are checked,
 * the page hashes each part and S3 compares.
 */
async function rawParts(
	urls: readonly string[],
	partSizeBytes: number,
	areChecked: boolean,
): Promise<number> {
	const [file] = chosen();
	if (file === undefined) throw new Error('No file is chosen');
	const startedAt = performance.now();
	const waiting = urls.entries();
	const worker = async () => {
		for (const [index, url] of waiting) {
			const body = file.slice(index * partSizeBytes, (index + 1) * partSizeBytes);
			const headers: Record<string, string> = areChecked
				? { 'x-amz-checksum-sha256': await sha256(await body.arrayBuffer()) }
				: {};
			const response = await fetch(url, { method: 'PUT', body, headers });
			if (!response.ok) throw new Error(`S3 answered ${String(response.status)}`);
		}
	};
	await Promise.all(Array.from({ length: CONNECTIONS }, worker));
	return performance.now() - startedAt;
}

/** Milliseconds for the chosen file by Uppy in parts, as it is when nothing is set. What it asks is signed by `window.signForUppy`. */
async function uppyLarge(key: string): Promise<number> {
	const [data] = chosen();
	if (data === undefined) throw new Error('No file is chosen');
	const startedAt = performance.now();
	const uppy = new Uppy({ autoProceed: false });
	uppy.use(AwsS3, {
		generateObjectKey: () => key,
		signRequest: async (request) => ({ url: await window.signForUppy(request) }),
	});
	uppy.addFile({ name: data.name, type: 'application/octet-stream', data });
	const result = await uppy.upload();
	const [failed] = result?.failed ?? [];
	if (failed !== undefined) throw new Error(`Uppy failed: ${String(failed.error)}`);
	return performance.now() - startedAt;
}

/** A grid of pictures, three in a row, loaded as they are seen. */
function lazyGrid(urls: readonly string[]): void {
	const grid = document.createElement('div');
	grid.style.cssText = 'display:grid;grid-template-columns:repeat(3,1fr);gap:4px';
	for (const url of urls) {
		const image = new Image();
		image.loading = 'lazy';
		image.src = url;
		image.style.cssText = 'width:100%;aspect-ratio:1;object-fit:cover';
		grid.append(image);
	}
	document.body.replaceChildren(grid);
}

const ROW_PX = 48;
const ROWS_DRAWN = 30;

/** A list of so many rows of which thirty exist, moved and written anew as it scrolls: the least that a list can do. */
function bareList(count: number): void {
	const scroller = document.createElement('div');
	scroller.dataset.scroller = '';
	scroller.style.cssText = 'height:100vh;overflow-y:auto;position:relative';
	const space = document.createElement('div');
	space.style.height = `${String(count * ROW_PX)}px`;
	const rows = Array.from({ length: ROWS_DRAWN }, () => {
		const row = document.createElement('div');
		row.style.cssText = `position:absolute;top:0;height:${String(ROW_PX)}px`;
		return row;
	});
	const draw = () => {
		const first = Math.floor(scroller.scrollTop / ROW_PX);
		for (const [index, row] of rows.entries()) {
			row.style.transform = `translateY(${String((first + index) * ROW_PX)}px)`;
			row.textContent = `entry ${String(first + index)}`;
		}
	};
	scroller.append(space, ...rows);
	scroller.addEventListener('scroll', draw);
	document.body.replaceChildren(scroller);
	draw();
}

/** What a page does by itself, with the files that are chosen. */
export type Reference =
	| { readonly kind: 'uppySmall'; readonly vault: VaultAddress }
	| { readonly kind: 'rawForms'; readonly forms: readonly Form[] };

/** Begins after so many milliseconds. The title tells how it ended, as `alone.ts` reads it. */
function runLater(reference: Reference, waitMs: number): void {
	const run = () =>
		reference.kind === 'rawForms' ? rawForms(reference.forms) : uppySmall(reference.vault);
	setTimeout(() => {
		run().then(
			(tookMs) => (document.title = `took ${String(tookMs)}`),
			(error: unknown) => (document.title = `failed ${String(error)}`),
		);
	}, waitMs);
}

const references = { runLater, rawParts, uppyLarge, lazyGrid, bareList };
type References = typeof references;

declare global {
	interface Window {
		references: References;
		signForUppy: (request: object) => Promise<string>;
	}
}
window.references = references;
