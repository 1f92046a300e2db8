interface Group {
	/** Patterns of Stryker. */
	readonly mutate: readonly string[];
	/** Patterns of Vitest. */
	readonly tests: readonly string[];
	/** Kinds of changes that are not made. Default: all are. */
	readonly excluded?: readonly string[];
}

/**
 * Rules that must hold, each group with the unit tests that show it. A rule that is decided when its file is read, such as a
 * pattern, needs all tests of its group for each change, so groups are small.
 */
export const groups: Readonly<Record<string, Group>> = {
	access: {
		mutate: ['lambdas/http/{authenticate,read-request,http-handler,problem}.ts'],
		tests: ['tests/unit/lambdas/http/**/*.test.ts'],
	},
	names: {
		mutate: ['src/lib/contract/{names,portable-name}.ts'],
		tests: ['tests/unit/src/lib/contract/{names,portable-name}.test.ts'],
	},
	// By itself: a change that makes one of its searches endless takes its whole time to be noticed.
	'free-names': {
		mutate: ['lambdas/domain/free-names.ts'],
		tests: ['tests/unit/lambdas/domain/free-names.test.ts'],
	},
	keys: {
		mutate: ['lambdas/domain/{fold-name,content-disposition,served-type,object-key}.ts'],
		tests: [
			'tests/unit/lambdas/domain/{fold-name,content-disposition,served-type,object-key}.test.ts',
		],
	},
	// What the local S3 takes and refuses. Its sentences are not mutated, a quarter of all changes; its operations are tried by probes, not here.
	'local-s3': {
		mutate: [
			'local/s3/{authenticate,checksums,cors,post-policy,preconditions,range,receive-body,sigv4}.ts',
		],
		tests: [
			'tests/unit/local/s3/{authenticate,checksums,cors,post-policy,preconditions,range,receive-body,sigv4}.test.ts',
		],
		excluded: ['StringLiteral'],
	},
	signing: {
		mutate: [
			'lambdas/adapters/{cloudfront-signer,s3-object-store/{s3-object-signer,sign-form}}.ts',
		],
		tests: [
			'tests/unit/lambdas/adapters/cloudfront-signer.test.ts',
			'tests/unit/lambdas/adapters/mysql-catalog/credentials.test.ts',
			'tests/unit/lambdas/adapters/s3-object-store/**/*.test.ts',
		],
	},
	uploads: {
		mutate: [
			'lambdas/domain/{upload-plan,upload,remaining-quota}.ts',
			'lambdas/uploads/internal/decide-uploads.ts',
		],
		tests: [
			'tests/unit/lambdas/domain/{upload-plan,upload,remaining-quota}.test.ts',
			'tests/unit/lambdas/uploads/**/*.test.ts',
		],
	},
};

/** The group that this process is about. Throws where `MUTATION_GROUP` names none. */
export function currentGroup(): Group {
	const { MUTATION_GROUP = '' } = process.env;
	const group = groups[MUTATION_GROUP];
	if (group === undefined) throw new Error(`There is no group ${MUTATION_GROUP}.`);
	return group;
}
