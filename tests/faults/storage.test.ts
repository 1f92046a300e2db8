import { ORPHAN_GRACE_SECONDS, PART_SIZE_BYTES, UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { CompleteMultipartUploadCommand } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reconcile } from '../../lambdas/sweep/reconcile.ts';
import { BUCKET } from '../support/object-store.ts';
import { asked, formOf, partsOf, partsPlanOf, post, put, sha256 } from '../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../support/world.ts';

let world: World;
let ann: Uploader;
const small = randomBytes(300_000);
const large = randomBytes(PART_SIZE_BYTES + 3);
const parts = partsOf(large, PART_SIZE_BYTES);

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});
afterEach(async () => {
	world.bucket.s3.injectFaults(undefined);
	world.turnBack();
	expect(await world.fsck()).toEqual([]);
});

async function beginSmall() {
	const [begun] = await ann.begin([asked(ann.rootId, small)]);
	return formOf(begun);
}

const complete = async (uploadId: string) => {
	const { files } = await ann.can.completeUploads({
		uploads: [{ uploadId, checksum: sha256(small) }],
	});
	return files[0];
};

/**
 * Sends a request up to some share of its body, and then breaks the connection off as a crash does. One
 * that is sent whole is answered: the status is S3's.
 */
async function sendShare(url: string, request: RequestInit, share: number): Promise<number> {
	const { hostname, port, pathname, search } = new URL(url);
	const whole = new Request(url, request);
	const body = Buffer.from(await whole.clone().arrayBuffer());
	const head = [
		`${whole.method} ${pathname}${search} HTTP/1.1`,
		`host: ${hostname}:${port}`,
		`content-length: ${String(body.length)}`,
		...Array.from(whole.headers, ([name, value]) => `${name}: ${value}`),
	];
	const socket = connect(Number(port), hostname);
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	socket.write(`${head.join('\r\n')}\r\n\r\n`);
	const part = body.subarray(0, Math.floor(body.length * share));
	await new Promise((sent) => socket.write(part, sent));
	if (share < 1) {
		socket.resetAndDestroy();
		await once(socket, 'close');
		return 0;
	}
	const [answer] = (await once(socket, 'data')) as [Buffer];
	socket.destroy();
	return Number(answer.toString('latin1').split(' ')[1]);
}

function formRequest(fields: Readonly<Record<string, string>>): RequestInit {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	body.append('file', new Blob([new Uint8Array(small)]));
	return { method: 'POST', body };
}

function partRequest(headers: Readonly<Record<string, string>>): RequestInit {
	return { method: 'PUT', headers, body: new Uint8Array(parts[0] ?? []) };
}

describe.each([0.01, 0.5, 0.99])('a browser that dies after %f of', (share) => {
	test('a form leaves no object, and sends it again by the same form', async () => {
		const { uploadId, form } = await beginSmall();

		await sendShare(form.url, formRequest(form.fields), share);

		expect(await complete(uploadId)).toMatchObject({ code: 'not_uploaded' });
		expect(await world.bucket.store.inspectObject(form.fields.key ?? '')).toBeUndefined();
		expect(await sendShare(form.url, formRequest(form.fields), 1)).toBe(204);
		expect(await complete(uploadId)).toMatchObject({ outcome: 'stored' });
	});

	test('a part leaves no part, and sends it again by the same address', async () => {
		const { uploadId, url, headers } = await beginPart();

		await sendShare(url, partRequest(headers), share);

		expect((await ann.can.resumeUpload({ uploadId })).held).toEqual([]);
		expect(await sendShare(url, partRequest(headers), 1)).toBe(200);
		expect((await ann.can.resumeUpload({ uploadId })).held).toMatchObject([{ partNumber: 1 }]);
	});
});

async function beginPart() {
	const [begun] = await ann.begin([asked(ann.rootId, large, { name: 'film.mp4' })]);
	const { uploadId } = partsPlanOf(begun);
	const signed = await ann.can.signParts({
		uploadId,
		parts: [{ partNumber: 1, sha256: sha256(parts[0] ?? large) }],
	});
	const { url = '', headers = {} } = signed.parts[0] ?? {};
	return { uploadId, url, headers };
}

test('a file that was put together behind our back is found by the sweep, and kept', async () => {
	const [begun] = await ann.begin([asked(ann.rootId, large, { name: 'film.mp4' })]);
	const { uploadId } = partsPlanOf(begun);
	const signed = await ann.can.signParts({
		uploadId,
		parts: parts.map((part, i) => ({ partNumber: i + 1, sha256: sha256(part) })),
	});
	for (const [i, { url, headers }] of signed.parts.entries()) {
		expect(await put(url, headers, parts[i] ?? large)).toBe(200);
	}
	const [place] = signed.parts.map(({ url }) => new URL(url));
	const Key = place?.pathname.replace(`/${BUCKET}/`, '') ?? '';
	const UploadId = place?.searchParams.get('uploadId') ?? '';
	const Parts = (await world.bucket.store.listParts({ key: Key, multipartId: UploadId }))?.map(
		(part) => ({ PartNumber: part.partNumber, ETag: part.eTag, ChecksumSHA256: part.sha256 }),
	);

	const command = { Bucket: BUCKET, Key, UploadId, MultipartUpload: { Parts } };
	await world.bucket.client.send(new CompleteMultipartUploadCommand(command));
	world.passSeconds(UPLOAD_LIFE_SECONDS + 1);
	const swept = await world.sweep();

	expect(swept).toMatchObject({ committed: 1 });
	const { entries } = await ann.does.listFolder({ folderId: ann.rootId });
	expect(entries).toMatchObject([{ name: 'film.mp4', sizeBytes: large.length }]);
	expect((await ann.read(entries[0]?.id ?? '')).bytes.equals(large)).toBe(true);
});

test.each([
	['behind', -3600],
	['ahead of', 3600],
])(
	'the sweep takes nothing away where its clock is an hour %s the one of S3',
	async (_, seconds) => {
		world.passSeconds(seconds);
		const stored = await ann.upload('kept.bin', small);
		const { uploadId, form } = await beginSmall();
		expect(await post(form, small)).toBe(204);

		const deps = { ...world.deps, hasTimeLeft: () => true, graceSeconds: ORPHAN_GRACE_SECONDS };
		for (const skew of [seconds, 0, -seconds]) {
			world.turnBack();
			world.passSeconds(skew);
			await world.sweep();
			expect(await reconcile(deps)).toMatchObject({ removed: 0, aborted: 0 });
		}

		expect((await ann.read(stored.id)).bytes.equals(small)).toBe(true);
		expect(await complete(uploadId)).toMatchObject({ outcome: 'stored' });
	},
);

test.each([500, 507])('S3 answers %i: the upload waits, and is sent again', async (status) => {
	const { uploadId, form } = await beginSmall();
	world.bucket.s3.injectFaults(() => ({ status }));

	expect(await post(form, small)).toBe(status);
	expect(await complete(uploadId)).toMatchObject({ outcome: 'failed', code: 'unavailable' });
	world.bucket.s3.injectFaults(undefined);

	expect(await post(form, small)).toBe(204);
	expect(await complete(uploadId)).toMatchObject({ outcome: 'stored' });
});
