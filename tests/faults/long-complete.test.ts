import { PART_SIZE_BYTES } from '#contract/limits';
import { S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { S3ObjectStore } from '../../lambdas/adapters/s3-object-store/s3-object-store.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { withPatience } from '../../lambdas/runtime/patience.ts';
import { completeUploads } from '../../lambdas/uploads/complete-uploads.ts';
import { BUCKET } from '../support/object-store.ts';
import { asked, compositeOf, partsOf, partsPlanOf, put, sha256 } from '../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../support/world.ts';

const film = randomBytes(PART_SIZE_BYTES + 3);
const checksum = compositeOf(film, PART_SIZE_BYTES);

let world: World;
let ann: Uploader;
/** As the functions have it: it tries three times. */
let store: ObjectStore;
/** Operations that S3 was asked for while a fault was injected. */
let operations: string[];

beforeAll(async () => {
	world = await startWorld();
	const { config } = world.bucket.client;
	const client = new S3Client({
		endpoint: world.bucket.s3.endpoint,
		region: 'us-east-1',
		credentials: config.credentials,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		maxAttempts: 3,
		requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
	});
	store = new S3ObjectStore(client, BUCKET);
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
	operations = [];
});
afterEach(async () => {
	world.bucket.s3.injectFaults(undefined);
	expect(await world.fsck()).toEqual([]);
});

/** All its parts are in S3. */
async function sentFilm(): Promise<string> {
	const [begun] = await ann.begin([asked(ann.rootId, film, { name: 'film.mp4' })]);
	const { uploadId } = partsPlanOf(begun);
	const parts = partsOf(film, PART_SIZE_BYTES);
	const signed = await ann.can.signParts({
		uploadId,
		parts: parts.map((part, i) => ({ partNumber: i + 1, sha256: sha256(part) })),
	});
	for (const [i, { url, headers }] of signed.parts.entries()) {
		expect(await put(url, headers, parts[i] ?? film)).toBe(200);
	}
	return uploadId;
}

function takeLong(spacesMs: number): void {
	world.bucket.s3.injectFaults(({ operation }) => {
		operations.push(operation);
		return operation === 'CompleteMultipartUpload' ? { spacesMs } : undefined;
	});
}

/** A request of the browser, in which S3 has this long for putting an object together. */
async function complete(uploadId: string, completeMs: number) {
	const withinMs = completeMs + 2000;
	const { files } = await withPatience({ withinMs }, () =>
		completeUploads(
			{ ...world.deps, store },
			{ ownerId: ann.ownerId, signedInAt: null },
			{ uploads: [{ uploadId, checksum }] },
		),
	);
	return files[0];
}

async function shown(): Promise<readonly unknown[]> {
	const { entries } = await ann.does.listFolder({ folderId: ann.rootId });
	return entries.map((entry) => [entry.name, entry.kind === 'file' && entry.sizeBytes]);
}

describe('an object that S3 puts together for longer than the function has time', () => {
	const LONG_MS = 4000;

	test('is answered with unavailable in that time, asked for once, and shown when its event comes', async () => {
		const uploadId = await sentFilm();
		takeLong(LONG_MS);
		const began = performance.now();

		const answer = await complete(uploadId, 700);

		expect(answer).toMatchObject({ outcome: 'failed', code: 'unavailable' });
		expect(performance.now() - began).toBeLessThan(3000);
		expect(operations.filter((each) => each === 'CompleteMultipartUpload')).toHaveLength(1);
		expect(await shown()).toEqual([]);
		await untilThere();
		await world.follow();
		expect(await shown()).toEqual([['film.mp4', film.length]]);
	});

	test('is stored for a browser that asks again meanwhile, once', async () => {
		const uploadId = await sentFilm();
		takeLong(600);
		expect(await complete(uploadId, 300)).toMatchObject({ code: 'unavailable' });

		const again = await complete(uploadId, 8000);

		expect(again).toMatchObject({ outcome: 'stored', file: { name: 'film.mp4' } });
		await world.follow();
		expect(await shown()).toEqual([['film.mp4', film.length]]);
	});
});

test('an object that S3 puts together in time is stored, whatever it sent before the answer', async () => {
	const uploadId = await sentFilm();
	takeLong(400);

	expect(await complete(uploadId, 8000)).toMatchObject({ outcome: 'stored' });
	await world.follow();
});

/** S3 goes on when its client has gone. */
async function untilThere(): Promise<void> {
	const prefix = `u/${ann.ownerId}/`;
	await expect
		.poll(async () => (await Array.fromAsync(world.bucket.store.listVersions(prefix))).length, {
			timeout: 10_000,
		})
		.toBe(1);
}
