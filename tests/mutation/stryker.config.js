import { currentGroup } from './groups.ts';

const { mutate, excluded = [] } = currentGroup();

export default {
	plugins: ['@stryker-mutator/vitest-runner'],
	testRunner: 'vitest',
	vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
	mutate: [...mutate],
	mutator: { excludedMutations: [...excluded] },
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// A change that makes a loop endless is noticed by its time; the wait is beside what the tests take.
	timeoutMS: 3000,
	thresholds: { high: 95, low: 90, break: 90 },
	reporters: ['clear-text'],
	clearTextReporter: { allowColor: false, logTests: false },
	tempDirName: '.stryker-tmp',
	// The compiler's settings extend a file that lies in .svelte-kit, which Stryker would leave out.
	ignorePatterns: ['!.svelte-kit', '.serverless', 'build', '.cloudvault', 'docs'],
};
