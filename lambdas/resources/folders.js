// Lets `serverless.yml` name a function once, by its folder. The framework has a list for functions and
// another one for everything else, and neither takes what belongs to the other.

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

/** Resources by their logical id. A file that is not there stops the packaging, which then names it. */
export async function declaredIn(files, { resolveVariable }) {
	const declared = await Promise.all(
		files.map((file) => resolveVariable(`file(${file}):Resources`)),
	);
	return Object.assign({}, ...declared);
}
