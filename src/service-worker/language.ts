/** As the build writes it: architecture/languages/plugin.ts. */
type Spoken = Readonly<
	Record<string, { readonly ending: string; readonly files: readonly string[] }>
>;

/** The files of the site that a page loads whose `<html lang>` is this: some are there once for each language. */
export async function inLanguage(paths: readonly string[], lang: string): Promise<string[]> {
	const response = await fetch('/_app/languages.json', { cache: 'no-cache' });
	if (!response.ok) throw new Error('the languages of the site cannot be read');
	const spoken = (await response.json()) as Spoken;
	const own = spoken[lang] ?? spoken[lang.split('-', 1)[0] ?? ''];
	if (own === undefined) return [...paths];
	const said = new Set(own.files.map((file) => `/${file}`));
	return paths.map((path) => (said.has(path) ? path.replace(/\.js$/, own.ending) : path));
}
