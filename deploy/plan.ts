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
	type CreateChangeSetCommandInput,
	type ResourceChange,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { parseStageArguments, stackNameOf } from './arguments.ts';
import { AwsCloud } from './aws-cloud.ts';
import { isDeployed, output } from './cloud.ts';
import { command, say } from './command.ts';
import { framework } from './osls.ts';
import { parameterLines, planLines } from './plan-lines.ts';
import { stackVariables } from './stack-variables.ts';

const usage = {
	name: 'plan',
	does: 'Says what a deployment of this checkout would change, and shouts where something would be replaced. Changes nothing.',
};

await command({
	usage,
	parse: parseStageArguments,
	question: 'never',
	work: async ({ stage, region }) => {
		const stackName = stackNameOf(stage);
		const cloud = new AwsCloud(stackName, region);
		const stack = await cloud.stack();
		if (!isDeployed(stack)) {
			say(`The stage ${stage} has not been deployed yet: everything would be made.`);
			return;
		}
		const { template, parameters } = await framework(stage, region).package(
			await stackVariables(cloud, stack.outputs),
		);
		const bucket = output(stack.outputs, 'ServerlessDeploymentBucketName');
		// Where the framework keeps what it uploads: it empties this folder, and no other, before it removes the stack.
		const key = `serverless/cloudvault/${stage}/plan/template.json`;
		await new S3Client({ region }).send(
			new PutObjectCommand({ Bucket: bucket, Key: key, Body: template }),
		);
		const changes = await readChanges(new CloudFormationClient({ region }), {
			StackName: stackName,
			TemplateURL: `https://${bucket}.s3.${region}.amazonaws.com/${key}`, // too large for the call itself
			Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
				ParameterKey,
				ParameterValue,
			})),
		});
		for (const line of [...parameterLines(stack.parameters, parameters), ...planLines(changes)]) {
			say(line);
		}
	},
});

async function readChanges(
	client: CloudFormationClient,
	update: Pick<CreateChangeSetCommandInput, 'StackName' | 'TemplateURL' | 'Parameters'>,
): Promise<readonly ResourceChange[]> {
	const names = { StackName: update.StackName, ChangeSetName: `plan-${String(Date.now())}` };
	await client.send(
		new CreateChangeSetCommand({
			...update,
			...names,
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
