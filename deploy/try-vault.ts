import { derivativeAddress, openDerivatives } from '#contract/derivatives';
import { signDownloads } from '#contract/downloads';
import type { Endpoint, RequestOf, ResponseOf } from '#contract/endpoint';
import { purgeAccount } from '#contract/purge';
import {
	beginUploads,
	completeUploads,
	recordDerivatives,
	signDerivatives,
	type Form,
} from '#contract/uploads';
import { openVault } from '#contract/vault';
import { createHash, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';

export interface Trial {
	readonly apiUrl: string;
	readonly siteUrl: string;
	readonly accessToken: string;
	readonly say: (sentence: string) => void;
}

/** Goes the main way once, as the browser does. Throws a sentence at the first thing that is not as promised. */
export async function tryVault(trial: Trial): Promise<void> {
	await trySite(trial);
	const { rootId } = await call(trial, openVault, {});
	try {
		const bytes = randomBytes(1024);
		const { entryId, versionId } = await upload(trial, rootId, bytes);
		trial.say('Uploaded.');
		await compare(trial, entryId, bytes);
		trial.say('Read back, byte for byte.');
		await tryThumbnail(trial, versionId);
		trial.say('The thumbnail comes from the edge, to its owner alone.');
	} finally {
		await call(trial, purgeAccount, { confirm: 'delete account' });
		trial.say('Deleted forever.');
	}
}

async function trySite({ siteUrl, say }: Trial): Promise<void> {
	const page = await fetch(`${siteUrl}/folders/some-deep-link`);
	expect(page.status === 200, `The site answers a deep link with ${String(page.status)}.`);
	expect(page.headers.has('content-security-policy'), 'The site sends no content security policy.');
	const unknown = await fetch(`${siteUrl}/config.json`);
	expect(unknown.ok, 'The site has no config.json.');
	say('The site is there.');
}

async function upload(
	trial: Trial,
	parentId: string,
	bytes: Buffer,
): Promise<{ readonly entryId: string; readonly versionId: string }> {
	const sha256 = createHash('sha256').update(bytes).digest('base64');
	const begun = await call(trial, beginUploads, {
		batch: { id: uuidv7(), fileCount: 1 },
		files: [
			{
				ref: uuidv7(),
				parentId,
				name: 'smoke.bin',
				sizeBytes: bytes.length,
				contentType: 'application/octet-stream',
				sha256,
				modifiedAt: null,
				onConflict: 'keep-both',
			},
		],
	});
	const [file] = begun.files;
	if (file?.outcome !== 'send' || file.transfer.kind !== 'form') {
		throw new Error(`Beginning an upload was answered with ${file?.outcome ?? 'nothing'}.`);
	}
	await post(trial, file.transfer.form, bytes);
	const completed = await call(trial, completeUploads, {
		uploads: [{ uploadId: file.uploadId, checksum: sha256 }],
	});
	const [stored] = completed.files;
	if (stored?.outcome !== 'stored') {
		throw new Error(`Completing an upload was answered with ${stored?.outcome ?? 'nothing'}.`);
	}
	return { entryId: stored.file.id, versionId: stored.file.versionId };
}

/** By way of CloudFront, whose signature and access to the bucket nothing else shows. */
async function tryThumbnail(trial: Trial, versionId: string): Promise<void> {
	const bytes = randomBytes(100);
	const name = { versionId, kind: 'thumb' } as const;
	const signed = await call(trial, signDerivatives, {
		derivatives: [
			{
				...name,
				sizeBytes: bytes.length,
				sha256: createHash('sha256').update(bytes).digest('base64'),
				contentType: 'image/webp',
			},
		],
	});
	const [derivative] = signed.derivatives;
	if (derivative?.outcome !== 'send') throw new Error('A thumbnail is refused.');
	await post(trial, derivative.form, bytes);
	await call(trial, recordDerivatives, { derivatives: [name] });
	const { addressTemplate } = await call(trial, openDerivatives, {});
	const address = derivativeAddress(addressTemplate, name);
	const answer = await fetch(address);
	expect(answer.ok, `The site answers a thumbnail with ${String(answer.status)}.`);
	const read = Buffer.from(await answer.arrayBuffer());
	expect(bytes.equals(read), 'The thumbnail is not what was sent.');
	const bare = await fetch(address.replace(/\?.*/, ''));
	expect(bare.status === 403, 'The site hands out a thumbnail without a signature.');
}

async function post({ siteUrl }: Trial, { url, fields }: Form, bytes: Buffer): Promise<void> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	body.append('file', new Blob([new Uint8Array(bytes)]));
	const answer = await fetch(url, { method: 'POST', headers: { origin: siteUrl }, body });
	expect(answer.ok, `S3 answered the upload with ${String(answer.status)}.`);
	const allowed = answer.headers.get('access-control-allow-origin');
	expect(allowed === siteUrl, 'The bucket does not let the site in.');
}

async function compare(trial: Trial, entryId: string, bytes: Buffer): Promise<void> {
	const { downloads } = await call(trial, signDownloads, {
		downloads: [{ entryId, as: 'attachment' }],
	});
	const [download] = downloads;
	if (download?.outcome !== 'ready') throw new Error('The file cannot be downloaded.');
	const answer = await fetch(download.url);
	expect(
		bytes.equals(Buffer.from(await answer.arrayBuffer())),
		'What was read is not what was sent.',
	);
}

async function call<E extends Endpoint>(
	{ apiUrl, siteUrl, accessToken }: Trial,
	endpoint: E,
	request: RequestOf<E>,
): Promise<ResponseOf<E>> {
	const answer = await fetch(`${apiUrl}${endpoint.path}`, {
		method: endpoint.method,
		headers: {
			authorization: `Bearer ${accessToken}`,
			origin: siteUrl,
			...(endpoint.method === 'POST' && { 'content-type': 'application/json' }),
		},
		...(endpoint.method === 'POST' && { body: JSON.stringify(request) }),
	});
	expect(answer.ok, `${endpoint.method} ${endpoint.path} answers ${String(answer.status)}.`);
	return v.parse(endpoint.response, await answer.json());
}

function expect(holds: boolean, otherwise: string): void {
	if (!holds) throw new Error(otherwise);
}
