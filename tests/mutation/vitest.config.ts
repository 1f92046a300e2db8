import { defineConfig } from 'vitest/config';

/** The tests of these rules alone: what is decided once, when a file is read, needs all of them for each change. */
export default defineConfig({
	test: {
		environment: 'node',
		testTimeout: 30_000,
		include: [
			'tests/unit/src/lib/contract/{ids,names,portable-name}.test.ts',
			'tests/unit/lambdas/{domain,http,uploads}/**/*.test.ts',
			'tests/unit/lambdas/adapters/cloudfront-signer.test.ts',
			'tests/unit/lambdas/adapters/s3-object-store/**/*.test.ts',
		],
	},
});
