import type { Rolldown } from 'vite';

type Graph = Pick<Rolldown.PluginContext, 'getModuleInfo'>;

const routes = 'src/routes';
/**
 * Files of the site that hold more than one module, and the modules that they begin with. What all pages, or
 * all of the vault's pages, load anyway goes into one file: left to itself the bundler makes 68 files of what
 * the first list needs, which compress to 14 kB more, and each is a request.
 */
const roots = {
	/** Loaded on every page. */
	base: [
		'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
		'.svelte-kit/generated/client-optimized/app.js',
		`${routes}/+layout.ts`,
		`${routes}/+layout.svelte`,
	],
	/** Loaded before signing in. */
	public: [
		`${routes}/(public)/+layout.ts`,
		`${routes}/(public)/+layout.svelte`,
		...['sign-in', 'sign-up', 'reset-password'].map(
			(page) => `${routes}/(public)/${page}/+page.svelte`,
		),
	],
	/** Loaded at the first list, with which most visits begin; most of it on every page of the vault. */
	vault: [
		`${routes}/(vault)/+layout.ts`,
		`${routes}/(vault)/+layout.svelte`,
		'src/lib/components/files/EntriesScreen.svelte',
		'src/lib/components/files/EntryRows.svelte',
		`${routes}/(vault)/folders/[[folderId]]/+page.svelte`,
	],
} as const;

type Root = keyof typeof roots;

/** `codeSplitting.groups` of the build for browsers; `project` is the folder of the project. */
export function chunkGroups(project: string): Rolldown.CodeSplittingGroup[] {
	const reached = new Map<string, ReadonlySet<string>>();
	const reaches = (root: Root, id: string, graph: Graph, own = false) => {
		const key = `${root} ${String(own)}`;
		const found = reached.get(key) ?? reach(roots[root], { project, graph, own });
		reached.set(key, found);
		return found.has(id);
	};

	function chunkOf(id: string, graph: Graph): string | null {
		if (reaches('base', id, graph)) return 'base';
		if (reaches('public', id, graph)) return reaches('vault', id, graph) ? 'base' : null;
		// Of packages comes along what is used, and no more.
		return reaches('vault', id, graph, true) ? 'vault' : null;
	}

	// What a file of lower priority would bring along has gone into one of higher priority before.
	return ['vault', 'base'].map((chunk, priority) => ({
		debugName: chunk,
		priority,
		name: (id, graph) => (chunkOf(id, graph) === chunk ? chunk : null),
	}));
}

/** The modules that are loaded together with those at `paths`; only `own`: none of a package. */
function reach(
	paths: readonly string[],
	{
		project,
		graph,
		own,
	}: { readonly project: string; readonly graph: Graph; readonly own: boolean },
): ReadonlySet<string> {
	const found = new Set<string>();
	const waiting = paths.map((path) => `${project}/${path}`);
	for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
		if (found.has(id) || (own && id.includes('/node_modules/'))) continue;
		found.add(id);
		waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
	}
	return found;
}
