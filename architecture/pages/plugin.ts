import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { overBudget } from './budget.ts';
import { chunkGroups } from './chunks.ts';
import { filesAhead, weighPages, type FilesAhead, type RouteNode, type Site } from './weights.ts';

const ENTRIES = /\/(?:client\/entry|client-optimized\/app)\.js$/;
const NODE = /\/client-optimized\/nodes\/\d+\.js$/;
const ROUTE = /\/src\/routes\/(?<route>.*\+(?:page|layout)(?:\.svelte|\.ts))$/;

/** Where a build leaves what it knows of its files, for `npm run bench -- weight` and external-boot-script.js. */
export const SITE_REPORT = '.svelte-kit/site-report.json';

/** Divides the site into files, and fails the build of a page that is heavier than it may be, in English. */
export function pages(project: string): Plugin {
	return {
		name: 'pages',
		apply: 'build',
		config: ({ build }) =>
			build?.ssr
				? undefined
				: {
						build: {
							modulePreload: { resolveDependencies: preloadedWith },
							rolldownOptions: { output: { codeSplitting: { groups: chunkGroups(project) } } },
						},
					},
		generateBundle: {
			// After Vite's own lists of what is loaded with each file (`__vite__mapDeps`), and after the sentences are in English.
			order: 'post',
			async handler(_, bundle) {
				const site = siteOf(bundle, (id) => this.getModuleInfo(id)?.importedIds ?? []);
				// Kit builds the same files once more, for a server that this site does not have.
				if (site === undefined) return;
				const report: SiteReport = { ...site, filesAhead: filesAhead(site) };
				await writeFile(join(project, SITE_REPORT), JSON.stringify(report));
				const heavy = overBudget(weighPages(site));
				if (heavy.length > 0) this.error(heavy.join('\n'));
			},
		},
	};
}

/**
 * What a page is made of comes at once. Of a part that is loaded later, in spare time mostly, its style sheets alone: the names of all others are
 * 1 kB of the first list.
 */
function preloadedWith(file: string, loadedWithIt: string[]): string[] {
	if (file.includes('/nodes/')) return loadedWithIt;
	return loadedWithIt.filter((name) => name.endsWith('.css'));
}

interface ReportedFile {
	/** What each module takes of the file, in bytes before it is gzipped. */
	readonly modules: Readonly<Record<string, number>>;
}

type ReportedSite = Site & { readonly files: readonly ReportedFile[] };
export type SiteReport = ReportedSite & { readonly filesAhead: FilesAhead };

function siteOf(
	bundle: Rolldown.OutputBundle,
	importedBy: (id: string) => readonly string[],
): ReportedSite | undefined {
	const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
	const entries = chunks.filter(({ facadeModuleId }) => ENTRIES.test(facadeModuleId ?? ''));
	if (entries.length === 0) return undefined;
	const nodes = chunks.flatMap(({ fileName, facadeModuleId }): RouteNode[] => {
		if (facadeModuleId === null || !NODE.test(facadeModuleId)) return [];
		return importedBy(facadeModuleId).flatMap((id) => {
			const route = ROUTE.exec(id)?.groups?.route;
			return route === undefined ? [] : [{ fileName, route }];
		});
	});
	return {
		entries: entries.map(({ fileName }) => fileName),
		nodes,
		files: chunks.map(({ fileName, code, imports, modules, viteMetadata }) => ({
			fileName,
			code,
			imports,
			styles: [...(viteMetadata?.importedCss ?? [])],
			modules: Object.fromEntries(
				Object.entries(modules).map(([id, { renderedLength }]) => [id, renderedLength]),
			),
		})),
	};
}
