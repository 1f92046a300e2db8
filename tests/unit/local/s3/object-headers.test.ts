import { describe, expect, test } from 'vitest';
import { parseBucketProperties } from '../../../../local/s3/bucket-properties.ts';
import {
	checkHeader,
	checkWriteInstructions,
	encryptionHeaders,
	objectHeaders,
	refuseUnsupported,
	storageClassOf,
} from '../../../../local/s3/object-headers.ts';

describe('what is kept with an object', () => {
	test('is its type, what the answer shall carry and its metadata, and nothing else', () => {
		const kept = objectHeaders([
			['content-type', 'image/png'],
			['content-disposition', 'inline'],
			['cache-control', ''],
			['x-amz-meta-colour', 'red'],
			['content-length', '3'],
			['x-amz-acl', 'private'],
		]);

		expect(kept).toEqual({
			contentType: 'image/png',
			content: { 'content-disposition': 'inline' },
			metadata: { colour: 'red' },
		});
	});

	test.each([[[]], [[['content-type', '']]]])('has a type where %j names none', (fields) => {
		expect(objectHeaders(fields as [string, string][]).contentType).toBe('binary/octet-stream');
	});

	test('has no more than 2 KB of metadata, names included', () => {
		const metadata = (bytes: number) =>
			objectHeaders([['x-amz-meta-colour', 'x'.repeat(bytes - 'colour'.length)]]);

		expect(() => metadata(2048)).not.toThrow();
		expect(() => metadata(2049)).toThrow(expect.objectContaining({ code: 'MetadataTooLarge' }));
	});

	test.each([
		['content-type', 'text/plain\r\nset-cookie: a=b'],
		['content-disposition', 'naïve ☂'],
		['x-amz-meta-a b', 'x'],
	])('cannot be %j: %j', (name, value) => {
		expect(() => checkHeader(name, value)).toThrow(
			expect.objectContaining({ code: 'InvalidArgument' }),
		);
	});
});

describe('an instruction', () => {
	test.each([
		'x-amz-website-redirect-location',
		'x-amz-copy-source-server-side-encryption-customer-key',
		'x-amz-grant-read',
		'x-amz-object-lock-mode',
		'x-amz-write-offset-bytes',
		'x-amz-rename-source',
		'x-amz-server-side-encryption-customer-algorithm',
		'X-Amz-Expected-Bucket-Owner',
		'x-amz-mfa',
		'x-amz-bypass-governance-retention',
		'x-amz-if-match-size',
		'x-amz-mp-object-size',
		'x-amz-trailer',
	])('%s is refused, as it would be forgotten', (name) => {
		expect(() => refuseUnsupported(['host', name])).toThrow(
			expect.objectContaining({ code: 'NotImplemented', message: `${name} is not implemented` }),
		);
	});

	test.each(['x-amz-acl', 'x-amz-meta-trailer', 'x-amz-server-side-encryption', 'trailer'])(
		'%s goes on',
		(name) => {
			expect(() => refuseUnsupported([name])).not.toThrow();
		},
	);

	test.each(['STANDARD', 'GLACIER'])('may name the class %s', (given) => {
		expect(storageClassOf(() => given)).toBe(given);
	});

	test('may name no class, and none that there is not', () => {
		expect(storageClassOf(() => undefined)).toBe('STANDARD');
		expect(() => storageClassOf(() => 'COLD')).toThrow(
			expect.objectContaining({ code: 'InvalidStorageClass' }),
		);
	});

	const owned = (ObjectOwnership: string) =>
		parseBucketProperties('vault', { OwnershipControls: { Rules: [{ ObjectOwnership }] } });
	const plain = parseBucketProperties('vault', {});

	test.each([
		['x-amz-acl', 'public-read', plain, 'AccessControlListNotSupported'],
		['x-amz-acl', 'public-read', owned('BucketOwnerEnforced'), 'AccessControlListNotSupported'],
		['x-amz-acl', 'public-read', owned('ObjectWriter'), 'NotImplemented'],
		['x-amz-server-side-encryption', 'aws:kms', plain, 'NotImplemented'],
	])('%s: %s is refused', (name, value, bucket, code) => {
		const lookup = (asked: string) => (asked === name ? value : undefined);

		expect(() => checkWriteInstructions(lookup, bucket)).toThrow(expect.objectContaining({ code }));
	});

	test.each([
		['x-amz-acl', 'bucket-owner-full-control'],
		['x-amz-server-side-encryption', 'AES256'],
	])('%s: %s changes nothing', (name, value) => {
		const lookup = (asked: string) => (asked === name ? value : undefined);

		expect(() => checkWriteInstructions(lookup, plain)).not.toThrow();
	});
});

test('an answer says how the bucket encrypts', () => {
	const byKey = parseBucketProperties('vault', {
		BucketEncryption: {
			ServerSideEncryptionConfiguration: [
				{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key' } },
			],
		},
	});

	expect(encryptionHeaders(parseBucketProperties('vault', {}))).toEqual({
		'x-amz-server-side-encryption': 'AES256',
	});
	expect(encryptionHeaders(byKey)).toEqual({
		'x-amz-server-side-encryption': 'aws:kms',
		'x-amz-server-side-encryption-aws-kms-key-id': 'key',
	});
});
