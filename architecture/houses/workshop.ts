import type { House } from '../room.ts';

/** Commands that put a stage into AWS and take it away. */
export const deploy: House = {
	path: 'deploy',
	instead: 'deploying knows the packaged template and the contract, and no code that runs in AWS.',
	rooms: [
		{
			path: 'deploy',
			imports: ['src/lib/contract'],
			instead:
				'deploying knows the packaged template and the contract, and no code that runs in AWS.',
			closed: 'deploying is for the command line and its tests.',
		},
	],
};

const product = ['src', 'lambdas', 'local'];
const byItself =
	'one kind of test knows nothing of another: move what both need into tests/support.';

export const tests: House = {
	path: 'tests',
	instead: byItself,
	rooms: [
		{
			path: 'tests/unit',
			imports: [
				'tests/seed',
				'tests/bench',
				'tests/screens',
				...product,
				'tests/support',
				'architecture',
				'deploy',
				'docs',
			],
			instead: byItself,
		},
		{
			path: 'tests/integration',
			imports: [
				'tests/seed',
				'src/lib/contract',
				'lambdas',
				'local',
				'deploy',
				'tests/support',
				'tests/iac',
			],
			instead: byItself,
		},
		{
			path: 'tests/faults',
			imports: ['src/lib/contract', 'lambdas', 'local', 'tests/support', 'tests/iac'],
			instead: byItself,
		},
		{
			path: 'tests/campaigns',
			imports: ['src/lib/contract', 'lambdas', 'local', 'tests/support'],
			instead: byItself,
		},
		{
			path: 'tests/mutation',
			imports: [],
			instead: 'these are settings for Stryker: the tests that it runs lie in tests/unit.',
		},
		{
			path: 'tests/iac',
			imports: ['src/lib/contract', 'lambdas', 'local', 'deploy'],
			instead: byItself,
		},
		{
			path: 'tests/seed',
			imports: ['src/lib/contract', 'local', 'tests/support'],
			instead:
				'the seed fills a vault as a browser would: go through the protocol, or through tests/support.',
		},
		{
			path: 'tests/components',
			imports: [
				'architecture',
				'src/lib/contract',
				'src/lib/components/archive',
				'src/lib/components/ui',
				'src/lib/vault/restore',
			],
			instead:
				'the page of components shows what asks no vault for anything: everything else is shown by a route.',
		},
		{
			path: 'tests/screens',
			imports: ['architecture', 'local', 'tests/seed', 'tests/support'],
			instead:
				'the walk sees what a person sees: go through the page, or through tests/seed and tests/support.',
		},
		{
			path: 'tests/bench',
			imports: [
				'architecture',
				'src/lib/contract',
				'lambdas',
				'local',
				'tests/seed',
				'tests/support',
			],
			instead: byItself,
		},
		{
			path: 'tests/e2e',
			imports: ['src/lib/contract', 'tests/support', 'local', 'deploy'],
			instead:
				'a browser test knows what a person sees, not the code behind it: go through the page, or through tests/support.',
		},
		{
			path: 'tests/support',
			imports: ['src/lib/contract', 'lambdas', 'local'],
			instead: 'support is below every kind of test: pass it what it needs of one.',
		},
		{
			path: 'tests/run.ts',
			imports: ['local', 'tests/support'],
			instead: 'the runner starts the checks as commands.',
		},
	],
};

/** Pages that are made from the code. */
export const docs: House = {
	path: 'docs',
	instead:
		'the pages are made from the contract and its sentences: describe there what they should say.',
	rooms: [
		{
			path: 'docs/api',
			imports: ['src/lib/contract', 'src/lib/errors'],
			instead:
				'the pages are made from the contract and its sentences: describe there what they should say.',
			closed: 'what makes the pages is for the tests that keep them.',
		},
		{
			path: 'docs/costs',
			imports: ['src/lib/contract'],
			instead: 'the tables are made from the prices of the contract: mend them there.',
			closed: 'what makes the tables is for the tests that keep them.',
		},
	],
};

/** These rooms, and the fences between them. */
export const architecture: House = {
	path: 'architecture',
	instead: 'the rooms are read from the text of the files, so that no code has to run.',
	rooms: [
		{
			path: 'architecture',
			imports: [],
			instead: 'the rooms are read from the text of the files, so that no code has to run.',
			closed: 'the fences are for lint, the build and their tests.',
		},
	],
};
