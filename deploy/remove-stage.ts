import { output, type Cloud, type Framework } from './cloud.ts';

export interface Removal {
	readonly cloud: Cloud;
	readonly framework: Pick<Framework, 'remove'>;
	/** People's files as well. The user pool and the database's last snapshot stay even then. */
	readonly deleteData: boolean;
	readonly say: (sentence: string) => void;
}

/** Takes a stage away. Idempotent: what failed half-way is run again. */
export async function removeStage({ cloud, framework, deleteData, say }: Removal): Promise<void> {
	const outputs = await cloud.outputs();
	if (outputs === undefined) {
		say('There is no such stage.');
		return;
	}
	// CloudFormation deletes a bucket only when it is empty; the site's holds nothing of anybody's.
	await cloud.emptyBucket(output(outputs, 'SiteBucketName'));
	const vault = output(outputs, 'BucketName');
	if (deleteData) {
		say(`Deleting every file in ${vault}.`);
		await cloud.emptyBucket(vault);
	}
	await framework.remove();
	say(
		deleteData
			? `Removed, with every file. Left: the empty bucket ${vault}, the user pool, a snapshot of the database.`
			: `Removed. Left, with everything in them: the bucket ${vault}, the user pool, a snapshot of the database.`,
	);
}
