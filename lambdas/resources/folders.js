// Lets `serverless.yml` name a function once, by its folder. The framework has a list for functions and
// another one for everything else, and neither takes what belongs to the other.
import { existsSync } from 'node:fs';

/** The folders that `serverless.yml` lists, below `lambdas/`. */
export function folders({ resolveConfigurationProperty }) {
	return resolveConfigurationProperty(['custom', 'functions']);
}

/** Every `function.yml`. */
export async function functions(framework) {
	return (await folders(framework)).map((folder) => `\${file(lambdas/${folder}/function.yml)}`);
}

/** What every `role.yml` and `alarms.yml` declares, as one template. */
export async function stack(framework) {
	const files = (await folders(framework)).flatMap((folder) => [
		`lambdas/${folder}/role.yml`,
		`lambdas/${folder}/alarms.yml`,
	]);
	return { Resources: await declaredIn(files, framework) };
}

/** References to the roles that may sign in to the database, by the user that their `role.yml` names. */
export async function connecting(framework) {
	const roles = await Promise.all(
		(await folders(framework)).map((folder) =>
			framework.resolveVariable(`file(lambdas/${folder}/role.yml)`),
		),
	);
	const byUser = Object.groupBy(roles, ({ connectsAs }) => connectsAs);
	return Object.fromEntries(
		Object.entries(byUser).map(([user, declared]) => [
			user,
			declared.flatMap(({ Resources }) => Object.keys(Resources).map((Ref) => ({ Ref }))),
		]),
	);
}

/** Resources by their logical id. */
export async function declaredIn(files, { resolveVariable }) {
	// The framework would say that something is missing, but not what.
	for (const file of files) if (!existsSync(file)) throw new Error(`${file} is missing`);
	const declared = await Promise.all(
		files.map((file) => resolveVariable(`file(${file}):Resources`)),
	);
	return Object.assign({}, ...declared);
}
