import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { assertFails, assertRefused, required, type Probe } from './probe.ts';
import { rawRequest } from './raw-request.ts';
import type { ConformanceTarget } from './target.ts';

const MINUTE_MS = 60_000;

interface HttpRequest {
	headers: Record<string, string>;
	path: string;
	query: Record<string, string>;
	method: string;
	body: unknown;
}

/** Stores an object with a client, and then not with one that changes the request once it is signed. */
async function putTampered(
	target: ConformanceTarget,
	change: (request: HttpRequest) => void,
): Promise<void> {
	await target.put(target.newKey(), 'signed');
	const key = target.newKey();
	const client = target.clientWith({});
	afterSigning(client, change);
	await assertFails(client.send(target.putCommand({ Key: key, Body: 'signed' })), {});
	assert.equal(await target.exists(key), false, 'the object was stored all the same');
}

function afterSigning(client: S3Client, change: (request: HttpRequest) => void): void {
	client.middlewareStack.add(
		(next) => (input) => {
			change(input.request as HttpRequest);
			return next(input);
		},
		{ step: 'finalizeRequest', priority: 'low', name: 'tamper' },
	);
}

export const signingProbes: readonly Probe[] = [
	required('refuses a request without a signature', async (target) => {
		const key = target.newKey();
		await target.put(key, 'private');
		const url = `${target.endpoint}/${target.bucket}/${key}`;
		assertRefused(await rawRequest(url, { method: 'GET' }), [403]);
		assertRefused(
			await rawRequest(url, { method: 'PUT', body: 'x', headers: { 'content-length': '1' } }),
			[403],
		);
	}),
	required('refuses an access key that it does not know', async (target) => {
		await target.put(target.newKey(), 'x');
		const credentials = { accessKeyId: 'AKIAUNKNOWNTOSERVER0', secretAccessKey: 'unknown' };
		const client = target.clientWith({ credentials });
		await assertFails(client.send(target.putCommand({ Key: target.newKey(), Body: 'x' })), {
			status: 403,
		});
	}),
	required('refuses the right access key with a wrong secret', async (target) => {
		await target.put(target.newKey(), 'x');
		const credentials = { accessKeyId: target.accessKeyId, secretAccessKey: 'wrong' };
		const client = target.clientWith({ credentials });
		await assertFails(client.send(target.putCommand({ Key: target.newKey(), Body: 'x' })), {
			codes: ['SignatureDoesNotMatch'],
			status: 403,
		});
	}),
	required('refuses a request signed for another region', async (target) => {
		await target.put(target.newKey(), 'x');
		const client = target.clientWith({ region: 'eu-nowhere-9' });
		await assertFails(client.send(target.putCommand({ Key: target.newKey(), Body: 'x' })), {});
	}),
	...[-16, 16].map((minutes) =>
		required(`refuses a request signed ${String(minutes)} minutes from now`, async (target) => {
			await target.put(target.newKey(), 'x');
			const client = target.clientWith({ systemClockOffset: minutes * MINUTE_MS });
			const command = target.putCommand({ Key: target.newKey(), Body: 'x' });
			await assertFails(client.send(command), {
				codes: ['RequestTimeTooSkewed'],
				status: 403,
			});
		}),
	),
	...[-14, 14].map((minutes) =>
		required(`accepts a request signed ${String(minutes)} minutes from now`, async (target) => {
			const client = target.clientWith({ systemClockOffset: minutes * MINUTE_MS });
			await client.send(target.putCommand({ Key: target.newKey(), Body: 'x' }));
		}),
	),
	required('refuses an x-amz header added after signing', (target) =>
		putTampered(target, (request) => {
			request.headers['x-amz-meta-owner'] = 'mallory';
		}),
	),
	required('refuses a signed header that was changed', (target) =>
		putTampered(target, (request) => {
			request.headers['x-amz-date'] = new Date().toISOString().replace(/[-:]|\.\d+/g, '') + ' ';
			request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
		}),
	),
	required('refuses a body other than the signed one', async (target) => {
		await putTampered(target, (request) => {
			assert.match(request.headers['x-amz-content-sha256'] ?? '', /^[0-9a-f]{64}$/);
			request.body = Buffer.from('forged');
		});
	}),
	required('refuses a path other than the signed one', (target) =>
		putTampered(target, (request) => {
			request.path += '-other';
		}),
	),
	required('refuses a parameter added after signing', async (target) => {
		const key = target.newKey();
		const { versionId } = await target.put(key, 'x');
		const client = target.clientWith({});
		afterSigning(client, (request) => {
			request.query = { ...request.query, versionId: versionId ?? 'null' };
		});
		const command = new GetObjectCommand({ Bucket: target.bucket, Key: key });
		await assertFails(client.send(command), { status: 403 });
	}),
];
