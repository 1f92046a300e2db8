import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { rooms } from './architecture/fences.ts';
import svelteConfig from './svelte.config.js';

// TypeScript reads components as the parser translates them, instead of as bare markup that the parser
// replaces later: otherwise each component makes the whole program once more, which is half of a run's time.
// An experiment of svelte-eslint-parser, which looks for the variable when it is loaded; without it lint is slow.
process.env.SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK ??= '1';
const { default: svelte } = await import('eslint-plugin-svelte');

export default defineConfig(
	{
		ignores: [
			'**/build/',
			'**/.svelte-kit/',
			'**/.serverless/',
			'**/.esbuild/',
			'**/.cloudvault/',
			'**/node_modules/',
			'**/test-results/',
			'**/.stryker-tmp/',
		],
	},
	js.configs.recommended,
	...ts.configs.strictTypeChecked,
	...ts.configs.stylisticTypeChecked,
	...svelte.configs.recommended,
	{
		plugins: { rooms },
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
			// Whom a room may import, and what to do instead, stands in architecture/houses/.
			'rooms/border': 'error',
			'rooms/no-circle': 'error',
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
		files: ['local/**', 'tests/**', 'deploy/**', 'lambdas/*.ts', 'architecture/languages/write.ts'],
		rules: { 'no-console': 'off' },
	},
	{
		files: ['lambdas/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: "MemberExpression[object.name='process'][property.name='env']",
					message:
						"Only readConfig reads the environment: add the variable to the function's wiring.ts.",
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
		files: ['lambdas/domain/**', 'lambdas/ports/**'],
		rules: {
			'no-restricted-globals': [
				'error',
				{
					name: 'process',
					message: 'The domain is rules alone: take what the process knows as an argument.',
				},
			],
		},
	},
	{
		files: ['lambdas/runtime/config.ts', 'lambdas/location/**'],
		rules: { 'no-restricted-syntax': 'off' },
	},
);
