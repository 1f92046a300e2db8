import { Linter } from 'eslint';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import { join } from 'node:path';
import ts from 'typescript-eslint';
import { rooms } from '../../../architecture/fences.ts';
import { root } from '../../../architecture/imports.ts';

const linter = new Linter({ cwd: root });
const config = defineConfig(
	{ files: ['**/*.{js,ts,svelte}'], languageOptions: { parser: ts.parser } },
	...svelte.configs.base,
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
	},
	{
		files: ['**/*.{js,ts,svelte}'],
		plugins: { rooms },
		rules: { 'rooms/border': 'error', 'rooms/no-circle': 'error' },
	},
);

/** What the fences say to a statement, if it stood in that file. */
export function plant(file: string, statement: string): string[] {
	const text = file.endsWith('.svelte') ? `<script lang="ts">${statement}</script>` : statement;
	return linter.verify(text, config, { filename: join(root, file) }).map(({ message }) => message);
}
