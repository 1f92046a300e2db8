import { startS3 } from '../../../../local/s3/server.ts';

/** A server in a process of its own, so that a test can kill it without a goodbye. */
const [dataDir = '', delivery = 'deliver'] = process.argv.slice(2);
const server = await startS3({
	dataDir,
	port: 0,
	credentials: () => ({ secretAccessKey: 'local secret', principal: 'tester' }),
	authorize: () => true,
	buckets: {
		vault: {
			VersioningConfiguration: { Status: 'Enabled' },
			NotificationConfiguration: {
				LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: 'arn:of:function' }],
			},
		},
	},
	onEvent: () => {
		if (delivery === 'refuse') throw new Error('refused');
	},
});
console.log(server.endpoint);
