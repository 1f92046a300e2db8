export default {
	testRunner: 'vitest',
	vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
	mutate: [
		'lambdas/http/{authenticate,read-request,http-handler,problem}.ts',
		'src/lib/contract/{names,portable-name}.ts',
		'lambdas/domain/{fold-name,free-names,content-disposition,served-type}.ts',
		'lambdas/adapters/{sigv4/*,cloudfront-signer}.ts',
		'lambdas/domain/{object-key,upload-plan,upload,remaining-quota}.ts',
		'lambdas/uploads/internal/decide-uploads.ts',
	],
	coverageAnalysis: 'perTest',
	concurrency: 2,
	timeoutMS: 3000,
	reporters: ['clear-text', 'progress'],
	clearTextReporter: { allowColor: false, logTests: false },
	tempDirName: '.stryker-tmp',
	ignorePatterns: ['!.svelte-kit', '.serverless', 'build', '.cloudvault', 'docs'],
};
