import { readConfig, type FunctionName } from '../../../lambdas/runtime/config.ts';
import type { Check } from '../check.ts';
import { property, resourcesOf, text, type Template } from '../template.ts';

const FUNCTIONS = {
	vault: 'VaultLambdaFunction',
	uploads: 'UploadsLambdaFunction',
	downloads: 'DownloadsLambdaFunction',
	derivatives: 'DerivativesLambdaFunction',
	purge: 'PurgeLambdaFunction',
	notifications: 'NotificationsLambdaFunction',
	onObjectEvent: 'OnObjectEventLambdaFunction',
	sweep: 'SweepLambdaFunction',
	migrate: 'MigrateLambdaFunction',
	health: 'HealthLambdaFunction',
	databaseHealth: 'DatabaseHealthLambdaFunction',
} as const satisfies Record<FunctionName, string>;

/** The names a function asks its environment for. */
function readBy(name: FunctionName): readonly string[] {
	const asked = new Set<string>();
	const real = process.env;
	process.env = new Proxy<NodeJS.ProcessEnv>(
		{},
		{
			has: (_, key) => asked.add(String(key)).has(''),
			get: (_, key) => (asked.add(String(key)), undefined),
		},
	);
	try {
		readConfig(name);
	} catch {
		// An empty environment is incomplete for every function; what it asked for is what counts.
	} finally {
		process.env = real;
	}
	return [...asked].sort();
}

/** Without those that a library reads by itself. */
function declaredFor(template: Template, logicalId: string): readonly string[] {
	return Object.keys((property(template, `${logicalId}.Environment.Variables`) ?? {}) as object)
		.filter((name) => !name.startsWith('POWERTOOLS_'))
		.sort();
}

export const environmentChecks: readonly Check[] = [
	{
		promise: 'gives each function the variables it reads, and no others',
		find: (template) =>
			Object.entries(FUNCTIONS)
				.map(([name, id]) => [id, readBy(name as FunctionName), declaredFor(template, id)] as const)
				.filter(([, read, declared]) => text(read as never) !== text(declared as never))
				.map(([id, read, declared]) => `${id} reads ${read.join()}, has ${declared.join()}`),
		mutants: Object.values(FUNCTIONS).flatMap((id) => [
			{ path: `${id}.Properties.Environment.Variables` },
			{ path: `${id}.Properties.Environment.Variables.NEVER_READ`, to: 'x' },
		]),
	},
	{
		promise: 'declares every function that the code knows, and no other',
		find: (template) => {
			const declared = resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);
			const known: readonly string[] = Object.values(FUNCTIONS);
			return [
				...known.filter((id) => !declared.includes(id)),
				...declared.filter((id) => !known.includes(id)),
			];
		},
		mutants: [
			{ path: 'SweepLambdaFunction' },
			{ path: 'ForgottenLambdaFunction', to: { Type: 'AWS::Lambda::Function' } },
		],
	},
];
