import {
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectsCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListObjectVersionsCommand,
	ListPartsCommand,
	PutObjectCommand,
	UploadPartCommand,
	UploadPartCopyCommand,
	type CompleteMultipartUploadCommandInput,
	type S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { Fault, Faults } from '../../../../local/s3/server.ts';
import { BUCKET, clientOf, failure, startServer } from './s3-fixture.ts';

const OBJECT = { Bucket: BUCKET, Key: 'u/1' };

function on(operation: string, fault: Fault): Faults {
	return (target) => (target.operation === operation ? fault : undefined);
}

async function readyToComplete(s3: S3Client): Promise<CompleteMultipartUploadCommandInput> {
	const { UploadId } = await s3.send(new CreateMultipartUploadCommand(OBJECT));
	const { ETag } = await s3.send(
		new UploadPartCommand({ ...OBJECT, UploadId, PartNumber: 1, Body: 'part' }),
	);
	return { ...OBJECT, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
}

describe('a test can make the server', () => {
	test('answer an error and do nothing', async () => {
		const faults = on('PutObject', { status: 503 });
		const s3 = clientOf((await startServer({ faults })).endpoint);

		const refused = await failure(s3.send(new PutObjectCommand({ ...OBJECT, Body: 'x' })));

		expect(refused).toEqual({ name: 'SlowDown', status: 503 });
		expect((await failure(s3.send(new HeadObjectCommand(OBJECT)))).status).toBe(404);
	});

	test('answer 200 with an error inside, and complete nothing', async () => {
		const faults = on('CompleteMultipartUpload', { okWithError: true });
		const s3 = clientOf((await startServer({ faults })).endpoint);
		const upload = await readyToComplete(s3);

		const { name } = await failure(s3.send(new CompleteMultipartUploadCommand(upload)));

		expect(name).toBe('InternalError');
		expect((await s3.send(new ListPartsCommand(upload))).Parts).toHaveLength(1);
		expect((await failure(s3.send(new HeadObjectCommand(OBJECT)))).status).toBe(404);
	});

	test('complete an upload and lose the answer, so that a retry is answered as the first request', async () => {
		const server = await startServer({
			faults: on('CompleteMultipartUpload', { then: 'drop-connection' }),
		});
		const s3 = clientOf(server.endpoint);
		const upload = await readyToComplete(s3);

		const lost = await failure(s3.send(new CompleteMultipartUploadCommand(upload)));
		server.injectFaults(undefined);
		const again = await s3.send(new CompleteMultipartUploadCommand(upload));

		expect(lost.status).toBeUndefined();
		const head = await s3.send(new HeadObjectCommand(OBJECT));
		expect(head.ContentLength).toBe(4);
		expect([again.VersionId, again.ETag]).toEqual([head.VersionId, head.ETag]);
		const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
		expect(Versions).toHaveLength(1);
	});

	test('drop the connection before anything is done', async () => {
		const server = await startServer({ faults: on('PutObject', { first: 'drop-connection' }) });
		const s3 = clientOf(server.endpoint);

		const lost = await failure(s3.send(new PutObjectCommand({ ...OBJECT, Body: 'x' })));

		expect(lost.status).toBeUndefined();
		expect((await failure(s3.send(new GetObjectCommand(OBJECT)))).status).toBe(404);
	});

	test('fail single keys of DeleteObjects', async () => {
		const failKey = (key: string): string | undefined =>
			key === 'bad' ? 'InternalError' : undefined;
		const s3 = clientOf((await startServer({ faults: on('DeleteObjects', { failKey }) })).endpoint);

		const { Deleted, Errors } = await s3.send(
			new DeleteObjectsCommand({
				Bucket: BUCKET,
				Delete: { Objects: [{ Key: 'good' }, { Key: 'bad' }] },
			}),
		);

		expect(Deleted?.map((each) => each.Key)).toEqual(['good']);
		expect(Errors).toMatchObject([{ Key: 'bad', Code: 'InternalError' }]);
	});

	test('send spaces before it says how an operation ended, and carry it out though its client has gone', async () => {
		const server = await startServer();
		const s3 = clientOf(server.endpoint);
		const upload = await readyToComplete(s3);
		server.injectFaults(on('CompleteMultipartUpload', { spacesMs: 1000 }));

		const left = s3.send(new CompleteMultipartUploadCommand(upload), {
			abortSignal: AbortSignal.timeout(100),
		});

		// By the signal, or by the connection that it closed.
		await expect(left).rejects.toThrow();
		expect((await failure(s3.send(new HeadObjectCommand(OBJECT)))).status).toBe(404);
		const again = await s3.send(new CompleteMultipartUploadCommand(upload));
		expect((await s3.send(new HeadObjectCommand(OBJECT))).ETag).toBe(again.ETag);
	});

	test('send spaces before a copy, and say 200 of one that fails', async () => {
		const server = await startServer();
		const s3 = clientOf(server.endpoint);
		const source = { ...OBJECT, CopySource: `${BUCKET}/${OBJECT.Key}` };
		await s3.send(new PutObjectCommand({ ...OBJECT, Body: 'x' }));
		const { UploadId } = await s3.send(new CreateMultipartUploadCommand(OBJECT));
		server.injectFaults(() => ({ spacesMs: 100 }));

		const part = await s3.send(new UploadPartCopyCommand({ ...source, UploadId, PartNumber: 1 }));
		const copy = await s3.send(new CopyObjectCommand({ ...source, Key: 'u/2' }));
		const onto = await failure(s3.send(new CopyObjectCommand(source)));

		const eTag = '"9dd4e461268c8034f5c8564e155c67a6"';
		expect([part.CopyPartResult?.ETag, copy.CopyObjectResult?.ETag]).toEqual([eTag, eTag]);
		expect(onto.name).toBe('InvalidRequest');
	});
});
