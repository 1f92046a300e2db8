import { expect, test } from 'vitest';
import {
	ignoredProperties,
	parseBucketProperties,
} from '../../../../local/s3/bucket-properties.ts';

test('takes the text that templates make of numbers and booleans', () => {
	const properties = parseBucketProperties('vault', {
		PublicAccessBlockConfiguration: { BlockPublicAcls: 'true' },
		CorsConfiguration: {
			CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'], MaxAge: '60' }],
		},
	});

	expect(properties.PublicAccessBlockConfiguration?.BlockPublicAcls).toBe(true);
	expect(properties.CorsConfiguration?.CorsRules[0]?.MaxAge).toBe(60);
});

test.each([
	['a rule with a condition we do not know', { Status: 'Enabled', ObjectAge: 1 }],
	['a rule whose days are no number', { Status: 'Enabled', ExpirationInDays: 'soon' }],
	['a rule without a status', { ExpirationInDays: 1 }],
])('refuses %s, naming the bucket', (_, rule) => {
	const properties = { LifecycleConfiguration: { Rules: [rule] } };

	expect(() => parseBucketProperties('vault', properties)).toThrow(/Bucket vault: Lifecycle/);
});

test('names the properties that have no effect here', () => {
	const given = { BucketName: 'vault', ReplicationConfiguration: {}, VersioningConfiguration: {} };

	expect(ignoredProperties(given)).toEqual(['ReplicationConfiguration']);
});
