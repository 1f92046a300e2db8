import { describe, expect, test } from 'vitest';
import { parseBucketProperties } from '../../../../local/s3/bucket-properties.ts';
import { notificationsFor, type ObjectEvent } from '../../../../local/s3/events.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:on-object-event';

const EVENT: ObjectEvent = {
	name: 's3:ObjectCreated:Put',
	bucket: 'vault',
	key: 'u/1/a b+é.png',
	sizeBytes: 5,
	eTag: '5d41402abc4b2a76b9719d911017c592',
	versionId: 'version-1',
	sequence: 255,
	principal: 'uploads',
	requestId: 'REQUEST1',
	time: new Date('2026-01-31T12:00:00Z'),
};

function notified(rules: readonly object[], event: Partial<ObjectEvent> = {}): string[] {
	const configurations = rules.map((rule) => ({ Function: FUNCTION, ...rule }));
	const properties = parseBucketProperties('vault', {
		NotificationConfiguration: { LambdaConfigurations: configurations },
	});
	return notificationsFor({ ...EVENT, ...event }, properties, 'us-east-1').map((each) =>
		JSON.stringify(each),
	);
}

function filter(prefix: string, suffix = ''): object {
	return {
		Filter: {
			S3Key: {
				Rules: [
					{ Name: 'Prefix', Value: prefix },
					{ Name: 'suffix', Value: suffix },
				],
			},
		},
	};
}

describe('a notification', () => {
	test('has the shape that S3 sends to a function', () => {
		const [notification = ''] = notified([{ Event: 's3:ObjectCreated:*' }]);

		expect(JSON.parse(notification)).toEqual({
			bucket: 'vault',
			destinationArn: FUNCTION,
			event: {
				Records: [
					{
						eventVersion: '2.1',
						eventSource: 'aws:s3',
						awsRegion: 'us-east-1',
						eventTime: '2026-01-31T12:00:00.000Z',
						eventName: 'ObjectCreated:Put',
						userIdentity: { principalId: 'uploads' },
						requestParameters: { sourceIPAddress: '127.0.0.1' },
						responseElements: { 'x-amz-request-id': 'REQUEST1', 'x-amz-id-2': 'REQUEST1' },
						s3: {
							s3SchemaVersion: '1.0',
							configurationId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
							bucket: {
								name: 'vault',
								ownerIdentity: { principalId: 'LOCAL' },
								arn: 'arn:aws:s3:::vault',
							},
							object: {
								key: 'u/1/a+b%2B%C3%A9.png',
								size: 5,
								eTag: '5d41402abc4b2a76b9719d911017c592',
								versionId: 'version-1',
								sequencer: '0000000000000000FF',
							},
						},
					},
				],
			},
		});
	});

	test('tells when a restored copy will go', () => {
		const restore = { expiresAt: new Date('2026-02-02T00:00:00Z'), storageClass: 'GLACIER' };
		const [notification = ''] = notified([{ Event: 's3:ObjectRestore:*' }], {
			name: 's3:ObjectRestore:Completed',
			restore,
		});

		expect(JSON.parse(notification)).toMatchObject({
			event: {
				Records: [
					{
						glacierEventData: {
							restoreEventData: {
								lifecycleRestorationExpiryTime: '2026-02-02T00:00:00.000Z',
								lifecycleRestoreStorageClass: 'GLACIER',
							},
						},
					},
				],
			},
		});
	});

	test('goes to every rule that asks for it', () => {
		expect(
			notified([{ Event: 's3:ObjectCreated:*' }, { Event: 's3:ObjectCreated:Put' }]),
		).toHaveLength(2);
	});

	test.each([
		['the name of the event', { Event: 's3:ObjectCreated:Put' }],
		['its family', { Event: 's3:ObjectCreated:*' }],
		['a prefix', { Event: 's3:ObjectCreated:*', ...filter('u/') }],
		['a suffix', { Event: 's3:ObjectCreated:*', ...filter('', '.png') }],
	])('is sent where a rule names %s', (_, rule) => {
		expect(notified([rule])).toHaveLength(1);
	});

	test.each([
		['another event', { Event: 's3:ObjectCreated:Post' }],
		['another family', { Event: 's3:ObjectRemoved:*' }],
		['another prefix', { Event: 's3:ObjectCreated:*', ...filter('d/') }],
		['another suffix', { Event: 's3:ObjectCreated:*', ...filter('u/', '.jpg') }],
	])('is not sent where a rule names %s', (_, rule) => {
		expect(notified([rule])).toEqual([]);
	});
});
