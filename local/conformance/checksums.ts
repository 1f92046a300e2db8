import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { assertFails, optional, type Probe } from './probe.ts';
import { sha256, type ConformanceTarget } from './target.ts';

const DIGITS = '123456789';

type Checksums = Pick<PutObjectCommandInput, 'ChecksumSHA256' | 'ChecksumCRC32' | 'ContentMD5'>;

function md5(body: string): string {
	return createHash('md5').update(body).digest('base64');
}

/** A body must be refused with a wrong checksum, after it was taken with the right one. */
function refuses(name: string, right: Checksums, wrong: Checksums): Probe {
	return optional(`refuses a body with ${name}`, async (target: ConformanceTarget) => {
		const put = (key: string, checksums: Checksums) =>
			target.client.send(target.putCommand({ Key: key, Body: DIGITS, ...checksums }));
		await put(target.newKey(), right);
		const key = target.newKey();
		await assertFails(put(key, wrong), { status: 400 });
		assert.equal(await target.exists(key), false, 'the object was stored all the same');
	});
}

const RIGHT_SHA256 = { ChecksumSHA256: sha256(DIGITS) };

/** Of bodies that the product does not send; those of forms and parts are probed with them. */
export const checksumProbes: readonly Probe[] = [
	optional('reports the SHA-256 that an object was put with', async (target) => {
		const key = target.newKey();
		await target.client.send(target.putCommand({ Key: key, Body: DIGITS, ...RIGHT_SHA256 }));
		assert.equal((await target.head(key)).ChecksumSHA256, sha256(DIGITS));
	}),
	refuses('another SHA-256', RIGHT_SHA256, { ChecksumSHA256: sha256('other') }),
	refuses('a SHA-256 that is not base64', RIGHT_SHA256, { ChecksumSHA256: '*'.repeat(44) }),
	refuses('a SHA-256 that is too short', RIGHT_SHA256, { ChecksumSHA256: 'AAAAAA==' }),
	// The check value that catalogues of CRCs give for these nine digits is cbf43926.
	refuses('another CRC32', { ChecksumCRC32: 'y/Q5Jg==' }, { ChecksumCRC32: 'AAAAAA==' }),
	refuses('another MD5', { ContentMD5: md5(DIGITS) }, { ContentMD5: md5('other') }),
];
