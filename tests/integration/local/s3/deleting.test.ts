import {
	DeleteObjectsCommand,
	HeadObjectCommand,
	ListObjectVersionsCommand,
	PutObjectCommand,
	type ObjectIdentifier,
	type S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { BUCKET, clientOf, failure, startServer } from './s3-fixture.ts';

const OBJECT = { Bucket: BUCKET, Key: 'u/1' };

async function bucketWithObject(): Promise<S3Client> {
	const s3 = clientOf((await startServer()).endpoint);
	await s3.send(new PutObjectCommand({ ...OBJECT, Body: 'kept' }));
	return s3;
}

function remove(...Objects: ObjectIdentifier[]): DeleteObjectsCommand {
	return new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } });
}

test.each<[string, Partial<ObjectIdentifier>]>([
	['Size', { Size: 99 }],
	['LastModifiedTime', { LastModifiedTime: new Date(0) }],
])('a deletion under the condition of its %s is refused', async (_, condition) => {
	const s3 = await bucketWithObject();

	const { Deleted, Errors } = await s3.send(remove({ Key: OBJECT.Key, ...condition }));

	expect(Deleted ?? []).toEqual([]);
	expect(Errors).toMatchObject([{ Key: OBJECT.Key, Code: 'NotImplemented' }]);
	expect((await s3.send(new HeadObjectCommand(OBJECT))).ContentLength).toBe(4);
});

test('a deletion goes by the ETag that is named', async () => {
	const s3 = await bucketWithObject();
	const { ETag, VersionId } = await s3.send(new HeadObjectCommand(OBJECT));
	const other = '"0123456789abcdef0123456789abcdef"';

	const refused = await s3.send(
		remove(
			{ Key: OBJECT.Key, ETag: other },
			{ ...OBJECT, VersionId, ETag: other },
			{ Key: 'nothing', ETag: '*' },
		),
	);
	expect(refused.Errors?.map(({ Code }) => Code)).toEqual(Array(3).fill('PreconditionFailed'));
	expect((await s3.send(new HeadObjectCommand(OBJECT))).ContentLength).toBe(4);

	const hidden = await s3.send(remove({ Key: OBJECT.Key, ETag }));
	expect(hidden.Deleted).toMatchObject([{ DeleteMarker: true }]);
	const hiddenAgain = await s3.send(remove({ Key: OBJECT.Key, ETag }));
	expect(hiddenAgain.Errors).toMatchObject([{ Code: 'PreconditionFailed' }]);
	const gone = await s3.send(remove({ Key: OBJECT.Key, VersionId, ETag }));
	expect(gone.Deleted).toMatchObject([{ VersionId }]);
	const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
	expect(Versions ?? []).toEqual([]);
});

test('a deletion without a key is refused and leaves no marker', async () => {
	const s3 = await bucketWithObject();

	expect(await failure(s3.send(remove({ Key: '' })))).toEqual({
		name: 'MalformedXML',
		status: 400,
	});

	const { DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
	expect(DeleteMarkers ?? []).toEqual([]);
});

test('a list of deletions without a checksum or an MD5 is refused', async () => {
	const s3 = await bucketWithObject();
	s3.middlewareStack.add(
		(next) => (input) => {
			const { headers } = input.request as { headers: Record<string, string> };
			for (const name of Object.keys(headers)) {
				if (/checksum|md5/i.test(name)) Reflect.deleteProperty(headers, name);
			}
			return next(input);
		},
		// After the SDK's own checksum, and before the request is signed.
		{ step: 'build', priority: 'low', name: 'withoutChecksum' },
	);

	expect(await failure(s3.send(remove({ Key: OBJECT.Key })))).toEqual({
		name: 'InvalidRequest',
		status: 400,
	});

	expect((await s3.send(new HeadObjectCommand(OBJECT))).ContentLength).toBe(4);
});
