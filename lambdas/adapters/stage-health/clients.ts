import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';

/** A person waits for the page, and what does not answer in time is shown as unknown: two short tries. */
const settings = {
	maxAttempts: 2,
	requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
};

/** Region, credentials and endpoints come from the SDK's own variables. */
export function createClients() {
	return {
		s3: new S3Client(settings),
		cloudWatch: new CloudWatchClient(settings),
		eventBridge: new EventBridgeClient(settings),
		sns: new SNSClient(settings),
	};
}
