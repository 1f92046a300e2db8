import { build } from 'esbuild';
import { join } from 'node:path';

/** The usual way to write it: SDK, presigner and driver by their defaults. Answers with an address. */
const FIRST = `
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import mysql from 'mysql2/promise';
const pool = mysql.createPool({ uri: process.env.DATABASE_URL });
const client = new S3Client({});
export async function handler() {
	const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
	await pool.end();
	return { statusCode: 200, body: url };
}
`;

/** The same, which also reads a row of the database and asks S3 for an object, before it answers with the object's address and size. */
const WHOLE = `
import { S3Client, GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import mysql from 'mysql2/promise';
const pool = mysql.createPool({ uri: process.env.DATABASE_URL });
const client = new S3Client({ forcePathStyle: true });
export async function handler({ ownerId, Bucket, Key }) {
	const [[row]] = await pool.query('select root_id from users where id = ?', [ownerId]);
	const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key }));
	const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }));
	return { rootId: row.root_id, sizeBytes: ContentLength, url };
}
`;

export interface References {
	readonly first: string;
	readonly whole: string;
}

/** Bundled by esbuild's defaults; answers the files. */
export async function buildReferences(folder: string): Promise<References> {
	const [first, whole] = await Promise.all([
		bundle(FIRST, join(folder, 'first.cjs')),
		bundle(WHOLE, join(folder, 'whole.cjs')),
	]);
	return { first, whole };
}

async function bundle(contents: string, outfile: string): Promise<string> {
	await build({
		stdin: { contents, resolveDir: process.cwd() },
		bundle: true,
		platform: 'node',
		target: 'node24',
		outfile,
		logLevel: 'error',
	});
	return outfile;
}
