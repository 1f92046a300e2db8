import { S3ServiceException, type LifecycleRule, type S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { S3BucketSettings } from '../../../../../lambdas/adapters/stage-health/s3-bucket-settings.ts';

/** S3 answers the one question so. */
function settings(answer: () => Promise<unknown>): S3BucketSettings {
	return new S3BucketSettings({ send: answer } as unknown as S3Client, 'vault');
}
const failing = (name: string) => () =>
	Promise.reject(
		new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode: 404 } }),
	);

describe('a lifecycle rule', () => {
	const read = async (rule: Partial<LifecycleRule>) => {
		const Rules = [{ Status: 'Enabled', ...rule }];
		return (await settings(() => Promise.resolve({ Rules })).lifecycleRules())[0];
	};

	test.each<[string, Partial<LifecycleRule>, object]>([
		['for everything', {}, { prefix: '', isNarrowed: false }],
		['by prefix', { Filter: { Prefix: 'u/' } }, { prefix: 'u/', isNarrowed: false }],
		// eslint-disable-next-line @typescript-eslint/no-deprecated -- S3 answers a rule in the shape in which it was given
		['in the old shape', { Prefix: 'u/' }, { prefix: 'u/', isNarrowed: false }],
		['by tag', { Filter: { Tag: { Key: 'a', Value: 'b' } } }, { prefix: '', isNarrowed: true }],
		[
			'by prefix and size',
			{ Filter: { And: { Prefix: 'u/', ObjectSizeGreaterThan: 10 } } },
			{ prefix: 'u/', isNarrowed: true },
		],
		['that is off', { Status: 'Disabled' }, { isOn: false }],
		['that removes files', { Expiration: { Days: 1 } }, { expires: true }],
		[
			'that removes older versions',
			{ NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
			{ expires: false, expiresOlderVersions: true },
		],
		[
			'that removes empty markers',
			{ Expiration: { ExpiredObjectDeleteMarker: true } },
			{ expires: false, expiresOlderVersions: false },
		],
	])('%s is read as what it does', async (_, rule, meant) => {
		expect(await read(rule)).toMatchObject(meant);
	});
});

describe('a setting that was never made', () => {
	test.each([
		['lifecycleRules', 'NoSuchLifecycleConfiguration', []],
		['isClosedToPublic', 'NoSuchPublicAccessBlockConfiguration', false],
		['encrypts', 'ServerSideEncryptionConfigurationNotFoundError', false],
	] as const)('is none for %s', async (verb, error, none) => {
		expect(await settings(failing(error))[verb]()).toEqual(none);
	});

	test('is not confused with S3 refusing to tell', async () => {
		const refused = settings(failing('AccessDenied')).isClosedToPublic();

		await expect(refused).rejects.toMatchObject({ name: 'AccessDenied' });
	});
});
