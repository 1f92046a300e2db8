import { defineConfig } from 'vitest/config';

/** Tests that need no server: each mutant runs those that reach it, in milliseconds. */
export default defineConfig({
	test: {
		environment: 'node',
		testTimeout: 30_000,
		include: ['tests/unit/src/lib/contract/**/*.test.ts', 'tests/unit/lambdas/**/*.test.ts'],
	},
});
