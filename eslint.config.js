import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** A border: these files may not import those modules, and the message says what to do instead. */
function border(files, patterns, ignores = []) {
	return {
		files,
		ignores,
		rules: { 'no-restricted-imports': ['error', { patterns }] },
	};
}

const sdkAndDriver = {
	regex: '^(@aws-sdk/|@smithy/|mysql2|kysely$)',
	message:
		'Only adapters speak to AWS and to the database: add a verb to a port and implement it there.',
};
const lambdas = {
	regex: '(^|/)lambdas/',
	message: 'The browser shares nothing with the functions but #contract/*.',
};
const amplify = {
	regex: '^aws-amplify',
	message: 'Only src/lib/auth speaks to Cognito: export a verb from there.',
};
const routes = {
	regex: '/routes/',
	message: 'Nobody imports a route: move what you need into src/lib.',
};
const adapters = {
	regex: '/(adapters/|wiring\\.ts$|config\\.ts$)',
	message: 'Verbs and the domain know ports, not adapters: take what you need from deps.',
};
const site = {
	regex: '(^\\$lib|^\\$app|(^|/)src/)',
	message: 'The functions share nothing with the browser but #contract/*.',
};
const product = {
	regex: '(^\\$lib|^#contract|(^|/)src/|(^|/)lambdas/)',
	message: 'local/ runs what the packaged template names and imports no product code.',
};

export default ts.config(
	{
		ignores: [
			'**/build/',
			'**/.svelte-kit/',
			'**/.serverless/',
			'**/.esbuild/',
			'**/.cloudvault/',
			'**/node_modules/',
			'**/test-results/',
		],
	},
	js.configs.recommended,
	...ts.configs.strictTypeChecked,
	...ts.configs.stylisticTypeChecked,
	...svelte.configs.recommended,
	{
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: {
					allowDefaultProject: ['*.js', 'local/*.js', 'local/setup/*.js', 'lambdas/resources/*.js'],
				},
				extraFileExtensions: ['.svelte'],
				tsconfigRootDir: import.meta.dirname,
			},
		},
		rules: {
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			'@typescript-eslint/consistent-type-imports': 'error',
			// Node's test of a promise, Kysely's builders and Svelte's snippets are all called for effect.
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'import-x/no-cycle': ['error', { ignoreExternal: true }],
			'no-console': 'error',
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			'svelte/require-each-key': 'error',
			'svelte/no-at-html-tags': 'error',
			'svelte/button-has-type': 'error',
			'svelte/no-unused-props': 'error',
			// The site lives at the root of its own host: there is no base path to resolve.
			'svelte/no-navigation-without-resolve': 'off',
			// State is $state.raw and replaced whole: a plain Set or Map inside is never mutated for a reader.
			'svelte/prefer-svelte-reactivity': 'off',
			// Svelte's $state-initialised `let` looks constant to the rule.
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived', '$state'] }],
		},
	},
	{
		// The parser sees parameters of callbacks and snippets in markup as `any`; svelte-check types them.
		files: ['**/*.svelte'],
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/restrict-plus-operands': 'off',
			'@typescript-eslint/restrict-template-expressions': 'off',
		},
	},
	{ files: ['**/*.js'], ...ts.configs.disableTypeChecked },
	{
		// Commands speak to the terminal.
		files: ['local/**', 'tests/**', 'deploy/**', 'lambdas/fsck/**', 'lambdas/fsck.ts'],
		rules: { 'no-console': 'off' },
	},
	border(['src/**'], [lambdas, amplify, routes, sdkAndDriver], ['src/lib/auth/**']),
	border(['src/lib/auth/**'], [lambdas, routes, sdkAndDriver]),
	border(
		['src/lib/contract/**'],
		[
			{
				regex: '^(?!\\./|valibot$)',
				message:
					'The contract imports valibot and itself alone: both sides must be able to load it.',
			},
		],
	),
	border(
		['src/lib/components/ui/**'],
		[
			{
				regex: '(#contract|\\$lib/(?!components/ui|format)|components/(?!ui))',
				message: 'components/ui knows no product noun: pass what it shows as a property.',
			},
		],
	),
	border(['lambdas/**'], [site]),
	border(['lambdas/*/{handler,wiring}.ts'], [site, sdkAndDriver]),
	border(
		['lambdas/*/**'],
		[site, sdkAndDriver, adapters],
		['lambdas/{adapters,bundle,fsck,http,migrations,runtime}/**', 'lambdas/*/{handler,wiring}.ts'],
	),
	{
		files: ['lambdas/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: "MemberExpression[object.name='process'][property.name='env']",
					message: 'Only lambdas/runtime/config.ts reads the environment: add the variable there.',
				},
				{
					selector:
						"CallExpression[callee.property.name='execute'][callee.object.name=/pool|connection/i]",
					message: 'Prepared statements pin the connections of RDS Proxy: use query().',
				},
			],
		},
	},
	{
		files: ['lambdas/runtime/config.ts', 'lambdas/fsck/**'],
		rules: { 'no-restricted-syntax': 'off' },
	},
	border(['local/**'], [product]),
);
