import { functions } from './houses/functions.ts';
import { local } from './houses/local.ts';
import { site } from './houses/site.ts';
import { architecture, deploy, docs, tests } from './houses/workshop.ts';
import type { House, PackageBorder } from './room.ts';

export const houses: readonly House[] = [site, functions, local, deploy, docs, tests, architecture];

export const packageBorders: readonly PackageBorder[] = [
	{
		packages: /^aws-amplify(\/|$)/,
		within: ['src', 'lambdas'],
		onlyIn: ['src/lib/auth'],
		instead: 'only src/lib/auth speaks to Cognito: export a verb from there.',
	},
	{
		packages: /^(@aws-sdk\/|@smithy\/|mysql2(\/|$)|kysely(\/|$))/,
		within: ['src', 'lambdas'],
		onlyIn: ['lambdas/adapters', 'lambdas/migrations', 'lambdas/fsck', 'lambdas/location'],
		instead:
			'only adapters speak to AWS and to the database: add a verb to a port and implement it there.',
	},
	{
		packages: /^(svelte|@sveltejs\/.*|\$app\/.*|\$env\/.*)(\/|$)/,
		within: ['lambdas', 'local', 'deploy'],
		onlyIn: [],
		instead: 'Svelte and SvelteKit are for the site alone.',
	},
	{
		packages: /^node:/,
		within: ['src'],
		onlyIn: [],
		instead: 'the site runs in a browser: use what the web platform offers.',
	},
	{
		packages: /^(vitest|@testing-library\/.*|fast-check|playwright.*)(\/|$)/,
		within: ['src', 'lambdas', 'local', 'deploy'],
		onlyIn: [],
		instead: 'test tools are for tests/ alone.',
	},
];
