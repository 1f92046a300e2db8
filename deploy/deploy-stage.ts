import { isDeepStrictEqual } from 'node:util';
import { output, type Cloud, type Framework, type Outputs, type SiteFile } from './cloud.ts';
import { configFile } from './site-files.ts';
import { stackVariables, type StackVariables } from './stack-variables.ts';

export interface Deployment {
	readonly cloud: Cloud;
	readonly framework: Framework;
	/** The built site, in the order in which it must arrive. */
	readonly site: readonly SiteFile[];
	/** Tells whoever waits what is going on. */
	readonly say: (sentence: string) => void;
}

/** Brings a stage up, or up to date, and answers with its address. Idempotent: what failed half-way is run again. */
export async function deployStage(deployment: Deployment): Promise<string> {
	const outputs = await deployStack(deployment);
	await migrateDatabase(deployment, outputs);

	const bucket = output(outputs, 'SiteBucketName');
	deployment.say(`Uploading ${String(deployment.site.length)} files of the site.`);
	for (const file of [configFile(outputs), ...deployment.site]) {
		await deployment.cloud.putSiteFile(bucket, file);
	}
	return output(outputs, 'SiteUrl');
}

async function deployStack({ cloud, framework, say }: Deployment): Promise<Outputs> {
	const before = await cloud.outputs();
	const known = await stackVariables(cloud, before);
	const deploy = async (variables: StackVariables): Promise<Outputs> => {
		await framework.deploy(variables);
		const outputs = await cloud.outputs();
		if (outputs === undefined) throw new Error('The stack is gone right after it was deployed.');
		return outputs;
	};

	if (before !== undefined) {
		// New code may need new tables and old code never minds them: so tables come first.
		say('Bringing the tables up to date.');
		await framework.deployFunction('migrate', known);
		await migrateDatabase({ cloud, say }, before);
	}
	say(before === undefined ? 'Making the stack: about 20 minutes.' : 'Updating the stack.');
	const outputs = await deploy(known);

	// The address of a new site and its key are known only now; from here on the stack goes by them.
	const learned = await stackVariables(cloud, outputs);
	if (isDeepStrictEqual(learned, known)) return outputs;
	say(`Letting ${output(outputs, 'SiteUrl')} in.`);
	return deploy(learned);
}

async function migrateDatabase(
	{ cloud, say }: Pick<Deployment, 'cloud' | 'say'>,
	outputs: Outputs,
): Promise<void> {
	const ran = await cloud.migrate(output(outputs, 'MigrateFunctionName'));
	say(ran.length === 0 ? 'The tables are up to date.' : `Migrated: ${ran.join(', ')}.`);
}
