import { HeadObjectCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { assertFails, required, type Probe } from './probe.ts';
import { sha256, type Target } from './target.ts';

/** The check values that catalogues of CRCs give for these nine digits. */
const DIGITS = '123456789';
const CRC32 = Buffer.from('cbf43926', 'hex').toString('base64');
const CRC64NVME = Buffer.from('ae8b14860a799888', 'hex').toString('base64');

type Checksums = Pick<
	PutObjectCommandInput,
	'ChecksumSHA256' | 'ChecksumCRC32' | 'ChecksumCRC64NVME' | 'ContentMD5'
>;

function stores(name: string, checksums: Checksums): Probe {
	return required(`keeps and reports ${name} of an object`, async (target) => {
		const key = target.newKey();
		await target.client.send(target.putCommand({ Key: key, Body: DIGITS, ...checksums }));
		const head = await target.client.send(
			new HeadObjectCommand({ Bucket: target.bucket, Key: key, ChecksumMode: 'ENABLED' }),
		);
		for (const [member, value] of Object.entries(checksums)) {
			assert.equal(head[member as keyof typeof head], value);
		}
	});
}

function refuses(name: string, checksums: Checksums): Probe {
	return required(`refuses a body with ${name}`, async (target: Target) => {
		const key = target.newKey();
		const command = target.putCommand({ Key: key, Body: DIGITS, ...checksums });
		await assertFails(target.client.send(command), { status: 400 });
		assert.equal(await target.exists(key), false, 'the object was stored all the same');
	});
}

export const checksumProbes: readonly Probe[] = [
	stores('the SHA-256', { ChecksumSHA256: sha256(DIGITS) }),
	stores('the CRC32', { ChecksumCRC32: CRC32 }),
	stores('the CRC64NVME', { ChecksumCRC64NVME: CRC64NVME }),
	refuses('another SHA-256', { ChecksumSHA256: sha256('other') }),
	refuses('another CRC32', { ChecksumCRC32: 'AAAAAA==' }),
	refuses('another CRC64NVME', { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }),
	refuses('another MD5', { ContentMD5: createHash('md5').update('other').digest('base64') }),
	refuses('a SHA-256 that is not base64', { ChecksumSHA256: '*'.repeat(44) }),
	refuses('a SHA-256 that is too short', { ChecksumSHA256: CRC64NVME }),
	required('takes a stream whose checksum follows as a trailer', async (target) => {
		const key = target.newKey();
		const body = Readable.from([Buffer.from('12345'), Buffer.from('6789')]);
		const client = target.clientWith({ requestChecksumCalculation: 'WHEN_SUPPORTED' });
		await client.send(
			target.putCommand({
				Key: key,
				Body: body,
				ContentLength: DIGITS.length,
				ChecksumAlgorithm: 'SHA256',
			}),
		);
		const head = await client.send(
			new HeadObjectCommand({ Bucket: target.bucket, Key: key, ChecksumMode: 'ENABLED' }),
		);
		assert.equal(head.ChecksumSHA256, sha256(DIGITS));
		assert.equal((await target.read(key)).toString(), DIGITS);
	}),
];
