import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languages } from '../../../../architecture/languages/plugin.ts';

const ROOT = join(import.meta.dirname, '../../../..');

/** The files that a build of one speaking file writes beside it, and the languages that `_app/languages.json` names. */
async function built(options: { readonly madeUp: boolean }) {
	const { transform, generateBundle } = languages(ROOT, options) as unknown as Hooks;
	const { code } = transform("export const hint = 'Save changes';", join(ROOT, 'src/lib/hint.ts'));
	const chunk = { type: 'chunk', fileName: 'hint.js', code, imports: [], dynamicImports: [] };
	const written = new Map<string, string>();
	const emitFile = (file: { fileName: string; source: string }) =>
		void written.set(file.fileName, file.source);
	await generateBundle.handler.call({ emitFile }, {}, { 'hint.js': chunk });
	const spoken = JSON.parse(written.get('_app/languages.json') ?? '') as object;
	return { english: chunk.code, written: [...written.keys()], spoken: Object.keys(spoken) };
}

interface Hooks {
	readonly transform: (source: string, id: string) => { readonly code: string };
	readonly generateBundle: {
		readonly handler: (this: object, options: object, bundle: object) => Promise<void>;
	};
}

test('what is deployed has the languages that the settings offer, and no other', async () => {
	const { english, written, spoken } = await built({ madeUp: false });

	expect(english).toContain('Save changes');
	expect(spoken).toEqual(['de']);
	expect(written).toEqual([expect.stringMatching(/^hint\.de-\w{6}\.js$/), '_app/languages.json']);
});

test('what tests look at has those that are made up, too', async () => {
	expect((await built({ madeUp: true })).spoken).toEqual(['de', 'en-XA', 'ar-XB']);
});
