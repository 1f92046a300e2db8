import { isDeepStrictEqual } from 'node:util';
import {
	isDeployed,
	output,
	refuseWhileBusy,
	type Cloud,
	type Framework,
	type Outputs,
	type Parameters,
	type SiteFile,
	type Stack,
	type Variables,
} from './cloud.ts';
import { parameterLines } from './plan-lines.ts';
import { requireNothing } from './prerequisites.ts';
import { missingForDomain, type Names } from './site-domain.ts';
import { configFile, siteConfigOf, withConfig } from './site-files.ts';
import { stackVariables } from './stack-variables.ts';

export interface Deployment {
	readonly cloud: Cloud;
	readonly framework: Framework;
	/** The built site, in the order in which it must arrive. */
	readonly site: readonly SiteFile[];
	/** Who tells whether a domain leads to the site. */
	readonly names: Names;
	/** Tells the person who deploys what is going on. */
	readonly say: (sentence: string) => void;
}

/** Brings a stage up, or up to date, and answers with its address. Idempotent: what failed half-way is run again. */
export async function deployStage(deployment: Deployment): Promise<string> {
	const outputs = await deployStack(deployment);

	const bucket = output(outputs, 'SiteBucketName');
	deployment.say(`Uploading ${String(deployment.site.length)} files of the site.`);
	const config = siteConfigOf(outputs);
	const site = deployment.site.map((file) => withConfig(file, config));
	for (const file of [configFile(config), ...site]) {
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

	const before = await cloud.stack();
	const { variables: known, parameters } = await prepare(deployment, before);
	const outputs = await update();
	// At once: the sweep's clock is running, and what it finds no tables for lies among the dead letters.
	await migrateDatabase(deployment, outputs);

	// The address of a new site and its key are known only now; from here on the stack goes by them.
	const learned = await stackVariables(cloud, outputs);
	if (!isDeepStrictEqual(learned, known)) {
		say(`Letting ${output(outputs, 'SiteUrl')} in.`);
		await framework.package(learned);
		await update();
	}
	await protect(cloud, before, parameters);
	return outputs;
}

/** The stack is protected together with its database, and let go together with it; by hand it may be either. */
async function protect(
	cloud: Cloud,
	before: Stack | undefined,
	{ DatabaseDeletionProtection: now }: Parameters,
): Promise<void> {
	const then = before?.parameters.DatabaseDeletionProtection;
	if (now === 'true') await cloud.protectStack(true);
	else if (then === 'true') await cloud.protectStack(false);
}

interface Prepared {
	/** What the package goes by. */
	readonly variables: Variables;
	readonly parameters: Parameters;
}

/** Packages, and does what has to come before the stack is updated. */
async function prepare(deployment: Deployment, before: Stack | undefined): Promise<Prepared> {
	const { cloud, framework, names, say } = deployment;
	if (before !== undefined) refuseWhileBusy(before);
	const variables = await stackVariables(cloud, before?.outputs ?? {});
	const { coreTemplate, parameters, migrateCode } = await framework.package(variables);
	requireNothing(await missingFor(parameters, before, names));

	if (!isDeployed(before)) {
		say('Making the stack: about 20 minutes.');
		// The framework would begin it too, but hands it the parameters of the whole template, and
		// CloudFormation refuses parameters that a template does not declare.
		if (before === undefined) await cloud.makeStack(coreTemplate);
		return { variables, parameters };
	}
	for (const line of parameterLines(before.parameters, parameters)) say(line);
	// New code may need new tables and old code never minds them: so tables come first. The new code
	// of `migrate` runs here with the environment and the role of the release before, which is how
	// the running database is reached; whatever it is given anew, it must be able to do without.
	say('Bringing the tables up to date.');
	await cloud.replaceCode(output(before.outputs, 'MigrateFunctionName'), migrateCode);
	await migrateDatabase(deployment, before.outputs);
	say('Updating the stack.');
	return { variables, parameters };
}

/** Of a domain that the stage does not have yet. */
async function missingFor(
	{ SiteDomain: domain = '', SiteCertificateArn: certificateArn = '' }: Parameters,
	before: Stack | undefined,
	names: Names,
): Promise<readonly string[]> {
	const { SiteUrl, SiteDistributionDomain } = before?.outputs ?? {};
	const had = before?.parameters.SiteDomain ?? '';
	if (domain === had) return [];
	// A stage of an older release tells its distribution by the site's address alone.
	const address = had === '' && SiteUrl !== undefined ? new URL(SiteUrl).hostname : undefined;
	const distribution = SiteDistributionDomain ?? address;
	return missingForDomain({ domain, certificateArn, distribution }, names);
}

async function migrateDatabase(
	{ cloud, say }: Pick<Deployment, 'cloud' | 'say'>,
	outputs: Outputs,
): Promise<void> {
	const ran = await cloud.migrate(output(outputs, 'MigrateFunctionName'));
	say(ran.length === 0 ? 'The tables are up to date.' : `Migrated: ${ran.join(', ')}.`);
}
