import { isDeepStrictEqual } from 'node:util';
import {
	isDeployed,
	output,
	refuseWhileBusy,
	type Cloud,
	type Framework,
	type Outputs,
	type SiteFile,
	type Variables,
} from './cloud.ts';
import { parameterLines } from './plan-lines.ts';
import { configFile } from './site-files.ts';
import { stackVariables } from './stack-variables.ts';

export interface Deployment {
	readonly cloud: Cloud;
	readonly framework: Framework;
	/** The built site, in the order in which it must arrive. */
	readonly site: readonly SiteFile[];
	/** Tells the person who deploys what is going on. */
	readonly say: (sentence: string) => void;
}

/** Brings a stage up, or up to date, and answers with its address. Idempotent: what failed half-way is run again. */
export async function deployStage(deployment: Deployment): Promise<string> {
	const outputs = await deployStack(deployment);

	const bucket = output(outputs, 'SiteBucketName');
	deployment.say(`Uploading ${String(deployment.site.length)} files of the site.`);
	for (const file of [configFile(outputs), ...deployment.site]) {
		await deployment.cloud.putSiteFile(bucket, file);
	}
	return output(outputs, 'SiteUrl');
}

async function deployStack(deployment: Deployment): Promise<Outputs> {
	const { cloud, framework, say } = deployment;
	const update = async (): Promise<Outputs> => {
		await framework.deploy();
		const after = await cloud.stack();
		if (after === undefined) throw new Error('The stack is gone right after it was deployed.');
		return after.outputs;
	};

	const known = await prepare(deployment);
	const outputs = await update();
	// At once: the sweep's clock is running, and what it finds no tables for lies among the dead letters.
	await migrateDatabase(deployment, outputs);

	// The address of a new site and its key are known only now; from here on the stack goes by them.
	const learned = await stackVariables(cloud, outputs);
	if (isDeepStrictEqual(learned, known)) return outputs;
	say(`Letting ${output(outputs, 'SiteUrl')} in.`);
	await framework.package(learned);
	return update();
}

/** Packages, and does what has to come before the stack is updated. Answers with what the package goes by. */
async function prepare(deployment: Deployment): Promise<Variables> {
	const { cloud, framework, say } = deployment;
	const before = await cloud.stack();
	if (before !== undefined) refuseWhileBusy(before);
	const variables = await stackVariables(cloud, before?.outputs ?? {});
	const { coreTemplate, parameters, migrateCode } = await framework.package(variables);

	if (!isDeployed(before)) {
		say('Making the stack: about 20 minutes.');
		// The framework would begin it too, but hands it the parameters of the whole template, and
		// CloudFormation refuses parameters that a template does not declare.
		if (before === undefined) await cloud.makeStack(coreTemplate);
		return variables;
	}
	for (const line of parameterLines(before.parameters, parameters)) say(line);
	// New code may need new tables and old code never minds them: so tables come first. The new code
	// of `migrate` runs here with the environment and the role of the release before, which is how
	// the running database is reached; whatever it is given anew, it must be able to do without.
	say('Bringing the tables up to date.');
	await cloud.replaceCode(output(before.outputs, 'MigrateFunctionName'), migrateCode);
	await migrateDatabase(deployment, before.outputs);
	say('Updating the stack.');
	return variables;
}

async function migrateDatabase(
	{ cloud, say }: Pick<Deployment, 'cloud' | 'say'>,
	outputs: Outputs,
): Promise<void> {
	const ran = await cloud.migrate(output(outputs, 'MigrateFunctionName'));
	say(ran.length === 0 ? 'The tables are up to date.' : `Migrated: ${ran.join(', ')}.`);
}
