// Lets `serverless.yml` name a function once, by its folder. The framework has a list for functions and
// another one for everything else, and neither takes what belongs to the other.

/** Every `function.yml`. */
export async function functions({ resolveConfigurationProperty }) {
	const folders = await resolveConfigurationProperty(['custom', 'functions']);
	return folders.map((folder) => `\${file(lambdas/${folder}/function.yml)}`);
}

/** What every `role.yml` declares, as one template. */
export async function stack({ resolveConfigurationProperty, resolveVariable }) {
	const folders = await resolveConfigurationProperty(['custom', 'functions']);
	const declared = await Promise.all(
		folders.map((folder) => resolveVariable(`file(lambdas/${folder}/role.yml):Resources`)),
	);
	return { Resources: Object.assign({}, ...declared) };
}
