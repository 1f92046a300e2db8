import { S3Client } from '@aws-sdk/client-s3';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { createS3Client } from '../adapters/s3-object-store/client.ts';
import { S3DocumentStore } from '../adapters/s3-object-store/document-store.ts';
import { S3ArchiveTags } from '../adapters/s3-object-store/s3-archive-tags.ts';
import { S3ObjectStore } from '../adapters/s3-object-store/s3-object-store.ts';
import { parseDatabaseUrl } from '../runtime/config.ts';

/** How far the clock of a vault on this machine was moved ahead of the machine's; there is no file where it was not. */
const movedClock = v.object({ offsetMs: v.number() });

/** What a stack that runs on this machine writes down beside its data. */
const runningStack = v.object({
	databaseUrl: v.string(),
	bucket: v.string(),
	s3Url: v.string(),
	accessKeyId: v.string(),
	secretAccessKey: v.string(),
	sessionToken: v.exactOptional(v.string()),
});

/**
 * From DATABASE_URL and BUCKET, or the bucket given, with the SDK's own variables; or else from the stack that runs
 * over `dataDir`. `now` is the time of the vault there.
 */
export async function openLocation(dataDir: string, givenBucket = process.env.BUCKET) {
	const { DATABASE_URL } = process.env;
	if (DATABASE_URL !== undefined && givenBucket !== undefined) {
		return { ...opened(DATABASE_URL, createS3Client(), givenBucket), now: new Date() };
	}
	const file = join(dataDir, 'stack.json');
	const text = await readFile(file, 'utf8').catch(() => {
		throw new Error(`Set DATABASE_URL and BUCKET, or start CloudVault first: there is no ${file}.`);
	});
	const stack = v.parse(v.pipe(v.string(), v.parseJson(), runningStack), text);
	const { databaseUrl, bucket, s3Url, ...credentials } = stack;
	const client = new S3Client({
		endpoint: s3Url,
		region: 'us-east-1',
		credentials,
		forcePathStyle: true,
		responseChecksumValidation: 'WHEN_REQUIRED',
	});
	return { ...opened(databaseUrl, client, bucket), now: await vaultTime(dataDir) };
}

async function vaultTime(dataDir: string): Promise<Date> {
	const text = await readFile(join(dataDir, 'clock.json'), 'utf8').catch(() => '{"offsetMs":0}');
	const { offsetMs } = v.parse(v.pipe(v.string(), v.parseJson(), movedClock), text);
	return new Date(Date.now() + offsetMs);
}

function opened(databaseUrl: string, client: S3Client, bucket: string) {
	return {
		db: openDatabase(parseDatabaseUrl(databaseUrl)),
		store: new S3ObjectStore(client, bucket),
		tags: new S3ArchiveTags(client, bucket),
		documents: new S3DocumentStore(client, bucket),
	};
}
