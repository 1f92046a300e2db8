/**
 * `npm run plan -- --stage NAME [--region REGION]`: what a deployment would change, to read before it
 * does. Makes a change set, prints it, deletes it; nothing is executed.
 */
import {
	CloudFormationClient,
	CreateChangeSetCommand,
	DeleteChangeSetCommand,
	paginateDescribeChangeSet,
	waitUntilChangeSetCreateComplete,
	type Parameter,
	type ResourceChange,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readFile } from 'node:fs/promises';
import { stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { output } from './cloud.ts';
import { command, say } from './command.ts';
import { run } from './osls.ts';
import { planLines } from './plan-lines.ts';
import { stackVariables } from './stack-variables.ts';

await command(async ({ stage, region }) => {
	const stackName = stackNameOf(stage);
	const cloud = new AwsCloud(stackName, region);
	const outputs = await cloud.outputs();
	if (outputs === undefined) {
		say(`There is no stage ${stage} yet: everything would be made.`);
		return;
	}
	const place = ['--stage', stage, '--region', region];
	await run('serverless', ['package', ...place], await stackVariables(cloud, outputs));
	const bucket = output(outputs, 'ServerlessDeploymentBucketName');
	for (const line of planLines(await readChanges({ stackName, region, bucket }))) say(line);
});

interface Place {
	readonly stackName: string;
	readonly region: string;
	/** Where CloudFormation may read the template: it is too large for the call itself. */
	readonly bucket: string;
}

async function readChanges({
	stackName,
	region,
	bucket,
}: Place): Promise<readonly ResourceChange[]> {
	const client = new CloudFormationClient({ region });
	const key = 'plan/template.json';
	await new S3Client({ region }).send(
		new PutObjectCommand({
			Bucket: bucket,
			Key: key,
			Body: await readFile('.serverless/cloudformation-template-update-stack.json'),
		}),
	);
	const names = { StackName: stackName, ChangeSetName: `plan-${String(Date.now())}` };
	await client.send(
		new CreateChangeSetCommand({
			...names,
			TemplateURL: `https://${bucket}.s3.${region}.amazonaws.com/${key}`,
			Parameters: await packagedParameters(),
			Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
		}),
	);
	try {
		await waitUntilChangeSetCreateComplete({ client, maxWaitTime: 300 }, names);
		const changes: ResourceChange[] = [];
		for await (const { Changes = [] } of paginateDescribeChangeSet({ client }, names)) {
			changes.push(...Changes.flatMap(({ ResourceChange: change }) => change ?? []));
		}
		return changes;
	} finally {
		await client.send(new DeleteChangeSetCommand(names));
	}
}

/** The stage's parameters as the framework resolved them: the same that a deployment would hand over. */
async function packagedParameters(): Promise<Parameter[]> {
	const state = JSON.parse(await readFile('.serverless/serverless-state.json', 'utf8')) as {
		service: { provider: { stackParameters: Parameter[] } };
	};
	return state.service.provider.stackParameters;
}
