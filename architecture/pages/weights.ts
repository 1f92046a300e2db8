import { gzipSync } from 'node:zlib';

/** A file of the built site, as the bundler tells of it. */
interface BuiltFile {
	readonly fileName: string;
	readonly code: string;
	/** What is loaded before it runs; not what it loads later. */
	readonly imports: readonly string[];
	/** Its style sheets, which are loaded before it runs. */
	readonly styles: readonly string[];
}

/** One of Kit's nodes: a page or a layout, by its path below `src/routes`. */
export interface RouteNode {
	readonly fileName: string;
	/** As `(vault)/trash/+page.svelte`. */
	readonly route: string;
}

export interface Site {
	readonly files: readonly BuiltFile[];
	/** Files that every page starts with. */
	readonly entries: readonly string[];
	readonly nodes: readonly RouteNode[];
}

export interface PageWeight {
	/** As `(vault)/trash`. */
	readonly page: string;
	/** The files that are loaded before the page is there. */
	readonly files: readonly string[];
	/** JavaScript in those files, each gzipped by itself, as it is sent. */
	readonly bytes: number;
	/** Of it, what whoever has seen the first list has not loaded yet. */
	readonly bytesAfterList: number;
}

const LIST = '(vault)/folders/[[folderId]]';
/** Pages that vaults are opened at, of which src/app.html asks for the files ahead, by the first part of their paths. */
const AHEAD = { folders: LIST, gallery: '(vault)/gallery' } as const;
/** In characters. */
const LARGE_FILE = 10_000;
export type FilesAhead = Readonly<Record<keyof typeof AHEAD, readonly string[]>>;

/** What each page weighs, the heaviest first: itself, the layouts around it and all that these import. */
export function weighPages(site: Site): readonly PageWeight[] {
	const files = new Map(site.files.map((file) => [file.fileName, file]));
	const sizes = new Map<string, number>();
	const size = (name: string) => {
		const known = sizes.get(name) ?? gzipSync(fileOf(name).code, { level: 9 }).length;
		sizes.set(name, known);
		return known;
	};
	const sum = (names: Iterable<string>) =>
		Array.from(names, size).reduce((total, bytes) => total + bytes, 0);

	function fileOf(name: string): BuiltFile {
		const file = files.get(name);
		if (file === undefined) throw new Error(`${name} is imported and not built`);
		return file;
	}

	function loadedBy(page: string): ReadonlySet<string> {
		const own = site.nodes.filter(({ route }) => belongsTo(route, page));
		return imported([...site.entries, ...own.map(({ fileName }) => fileName)], fileOf);
	}

	const pages = site.nodes.map(({ route }) => folderOf(route)).filter((page) => isPage(site, page));
	const atList = loadedBy(LIST);
	return [...new Set(pages)]
		.map((page) => {
			const loaded = loadedBy(page);
			const further = [...loaded].filter((name) => !atList.has(name));
			return { page, files: [...loaded], bytes: sum(loaded), bytesAfterList: sum(further) };
		})
		.sort((a, b) => b.bytes - a.bytes);
}

/** `names` and all that they import. */
function imported(
	names: readonly string[],
	fileOf: (name: string) => BuiltFile | undefined,
): ReadonlySet<string> {
	const found = new Set<string>();
	const waiting = [...names];
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		if (found.has(name)) continue;
		found.add(name);
		waiting.push(...(fileOf(name)?.imports ?? []));
	}
	return found;
}

/** What each of these pages loads before it is there: code and style sheets, in the order in which they are best asked for. */
export function filesAhead(site: Site): FilesAhead {
	const weights = weighPages(site);
	const of = (page: string) =>
		inOrder(site, weights.find((weight) => weight.page === page)?.files ?? []);
	return { folders: of(AHEAD.folders), gallery: of(AHEAD.gallery) };
}

/**
 * Large files take the longest. Of the small ones those with which Kit starts come first: by HTTP/1.1 there are six requests at a time, and
 * none of the others runs before.
 */
function inOrder(site: Site, names: readonly string[]): readonly string[] {
	const starting = imported(site.entries, (name) =>
		site.files.find(({ fileName }) => fileName === name),
	);
	const rank = ({ fileName, code }: BuiltFile) => {
		if (code.length > LARGE_FILE) return 0;
		return starting.has(fileName) ? 1 : 2;
	};
	const loaded = site.files
		.filter(({ fileName }) => names.includes(fileName))
		.toSorted((a, b) => rank(a) - rank(b) || b.code.length - a.code.length);
	return [
		...loaded.map(({ fileName }) => fileName),
		...new Set(loaded.flatMap(({ styles }) => styles)),
	];
}

const folderOf = (route: string) => route.slice(0, Math.max(0, route.lastIndexOf('/')));

function isPage(site: Site, folder: string): boolean {
	return site.nodes.some(({ route }) => folderOf(route) === folder && route.includes('+page'));
}

/** The page itself, and the layouts of all folders above it. */
function belongsTo(route: string, page: string): boolean {
	const folder = folderOf(route);
	if (route.includes('+page')) return folder === page;
	return route.includes('+layout') && (folder === '' || `${page}/`.startsWith(`${folder}/`));
}
