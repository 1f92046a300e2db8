import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AwsCloud } from '../../../deploy/aws-cloud.ts';
import { pretendAws, type PretendedAws } from './aws/server.ts';

const MIGRATE = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'migrate' } };

let aws: PretendedAws;
let cloud: AwsCloud;
beforeAll(async () => {
	aws = await pretendAws('cloudvault-pretended');
	vi.stubEnv('AWS_ENDPOINT_URL', aws.origin);
	vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATESTS');
	vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-tests');
	cloud = new AwsCloud('cloudvault-pretended', 'eu-central-1');
});
afterAll(async () => {
	vi.unstubAllEnvs();
	await aws.close();
});

test('a stack that is not there is none', async () => {
	expect(await cloud.stack()).toBeUndefined();
});

test('a stack is made, and tells its state', async () => {
	await cloud.makeStack(JSON.stringify({ Resources: { Migrate: MIGRATE } }));

	expect(await cloud.stack()).toEqual({
		status: 'CREATE_COMPLETE',
		outputs: {},
		parameters: {},
		terminationProtection: false,
	});
});

test('a function that has lost its way into the network is called again once it has one', async () => {
	aws.sleep();

	expect(await cloud.migrate('migrate')).toEqual([]);

	expect(aws.calls).toEqual(['invoke migrate']);
});

test('a bucket is emptied, and one that is gone counts as empty', async () => {
	aws.buckets.make('a-bucket');
	aws.buckets.put('a-bucket', 'a-key', Buffer.from('bytes'));

	await cloud.emptyBucket('a-bucket');
	await cloud.emptyBucket('no-bucket');

	expect(aws.buckets.keysIn('a-bucket')).toEqual([]);
});
