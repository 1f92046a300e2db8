import { bastionNameOf, stackNameOf } from './arguments.ts';
import { isDeployed, refuseWhileBusy, type Cloud, type Framework, type Stack } from './cloud.ts';

export interface Removal {
	readonly cloud: Pick<Cloud, 'stack' | 'emptyBucket'>;
	/** The stack of deploy/bastion.yml beside the stage's own. */
	readonly bastion: Pick<Cloud, 'stack'>;
	readonly framework: Pick<Framework, 'remove'>;
	readonly stage: string;
	readonly region: string;
	/** People's files as well. The user pool and the database's last snapshot stay even then. */
	readonly deleteData: boolean;
	readonly say: (sentence: string) => void;
}

/** Takes a stage away. What failed half-way is run again; no person's file goes before the stack is gone. */
export async function removeStage(removal: Removal): Promise<void> {
	const { cloud, bastion, framework, deleteData, say } = removal;
	const stack = await cloud.stack();
	if (stack === undefined) {
		say('There is no such stage.');
		return;
	}
	refuseWhileBusy(stack);
	refuseProtected(stack, removal);
	if ((await bastion.stack()) !== undefined) refuseNeeded(removal);

	const { SiteBucketName: site, BucketName: vault } = stack.outputs;
	// CloudFormation deletes a bucket only when it is empty; the site's holds no person's files.
	if (site !== undefined) await cloud.emptyBucket(site);
	await framework.remove();
	if (vault === undefined)
		say('Removed. It had never been deployed to the end, so there were no files.');
	else if (deleteData) await deleteFiles(removal, vault);
	else {
		say(
			`Removed. Left, with everything in them: the bucket ${vault}, the user pool, a snapshot of the database.`,
		);
	}
}

/** Throws where AWS would refuse half-way, with the site already gone. */
function refuseProtected(stack: Stack, { stage, region }: Removal): void {
	if (stack.terminationProtection) {
		throw new Error(
			`Nothing is removed: the stack is protected against deletion. Switch that off: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackNameOf(stage)} --region ${region}. Then remove again.`,
		);
	}
	if (isDeployed(stack) && stack.parameters.DatabaseDeletionProtection === 'true') {
		throw new Error(
			`Nothing is removed: the database of ${stage} is protected against deletion. Set databaseDeletionProtection: 'false' for it in deploy/stages.yml, run npm run deploy -- --stage ${stage} --region ${region}, then remove again.`,
		);
	}
}

function refuseNeeded({ stage, region }: Removal): never {
	throw new Error(
		`Nothing is removed: the bastion of ${stage} is still there. Take it away: aws cloudformation delete-stack --stack-name ${bastionNameOf(stage)} --region ${region}. Then remove again.`,
	);
}

async function deleteFiles({ cloud, say }: Removal, vault: string): Promise<void> {
	say(`Deleting every file in ${vault}.`);
	try {
		await cloud.emptyBucket(vault);
	} catch (error) {
		// The stack that knew the bucket is gone, so running this again would not find it.
		throw new Error(
			`The stage is removed, but not every file: empty the bucket ${vault} in the S3 console.`,
			{ cause: error },
		);
	}
	say(
		`Removed, with every file. Left: the empty bucket ${vault}, the user pool, a snapshot of the database.`,
	);
}
