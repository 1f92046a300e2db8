import GithubSlugger from 'github-slugger';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Node = ReturnType<typeof fromMarkdown>['children'][number];

const ROOT = join(import.meta.dirname, '../../..');
const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

const pages = globSync(['*.md', 'docs/**/*.md', 'local/*.md', '.github/*.md'], {
	cwd: ROOT,
}).sort();

const manifest = JSON.parse(read('package.json')) as {
	readonly scripts: Readonly<Record<string, string>>;
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly optionalDependencies: Readonly<Record<string, string>>;
};

/** A path from the top of the project, as prose, tables, code and YAML name it. `*` stands for any name. */
const PATH =
	/(?<![\w/.@-])(?:src|architecture|lambdas|local|tests|deploy|docs|static|\.github|\.vscode)\/[\w./*[\]()@+-]*(?![\w<])/g;

function pathsIn(text: string): readonly string[] {
	const found = [...text.matchAll(PATH)].map(([path]) => withoutPunctuation(path));
	return [...new Set(found)];
}

/** A link or a sentence may end behind a path, and a bracket that opened before it may close. */
function withoutPunctuation(path: string): string {
	const [named = ''] = path.split('](');
	const trimmed = named.replace(/[.,:]+$/, '');
	const opened = trimmed.split('(').length;
	const closed = trimmed.split(')').length;
	return closed > opened ? trimmed.slice(0, trimmed.lastIndexOf(')')) : trimmed;
}

function exists(path: string): boolean {
	return existsSync(join(ROOT, path)) || globSync(path, { cwd: ROOT }).length > 0;
}

/** Every node of a page, parents first. */
function* nodesOf(nodes: readonly Node[]): Generator<Node> {
	for (const node of nodes) {
		yield node;
		if ('children' in node) yield* nodesOf(node.children);
	}
}

const nodesIn = (page: string): readonly Node[] => [...nodesOf(fromMarkdown(read(page)).children)];

function textOf(node: Node): string {
	if ('value' in node) return node.value;
	return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** What a link can lead to within a page, as GitHub names it. */
function anchorsOf(page: string): readonly string[] {
	const slugger = new GithubSlugger();
	return nodesIn(page)
		.filter((node) => node.type === 'heading')
		.map((heading) => slugger.slug(textOf(heading)));
}

/** Links of a page that lead nowhere; those to other sites are not looked at. */
function brokenLinks(page: string): readonly string[] {
	const targets = nodesIn(page).flatMap((node) =>
		node.type === 'link' || node.type === 'image' ? [node.url] : [],
	);
	return targets.filter((target) => {
		if (/^[a-z]+:/.test(target)) return false;
		const [path = '', anchor] = decodeURI(target).split('#');
		const file = path === '' ? page : join(dirname(page), path);
		if (!existsSync(join(ROOT, file))) return true;
		return anchor !== undefined && !anchorsOf(file).includes(anchor);
	});
}

/** Commands of npm that a text names. */
function scriptsIn(text: string): readonly string[] {
	const named = [...text.matchAll(/npm run(?: --silent)? ([\w:-]+)/g)].map(([, name = '']) => name);
	return [...new Set(named)];
}

describe.each([...pages, 'serverless.yml'])('%s', (page) => {
	it('names only paths that exist', () => {
		expect(pathsIn(read(page)).filter((path) => !exists(path))).toEqual([]);
	});

	it('names only commands that exist', () => {
		expect(scriptsIn(read(page)).filter((name) => !(name in manifest.scripts))).toEqual([]);
	});
});

describe.each(pages)('%s', (page) => {
	it('links to pages and headings that exist', () => {
		expect(brokenLinks(page)).toEqual([]);
	});
});

describe('the table of dependencies in README.md', () => {
	it('gives a reason for every package, and for none that is gone', () => {
		const [, section = ''] = read('README.md').split('## Dependencies');
		const cells = section.split('\n').flatMap((row) => /^\| (.*?) +\|/.exec(row)?.[1] ?? []);
		const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

		const { dependencies, devDependencies, optionalDependencies } = manifest;
		const installed = Object.keys({
			...dependencies,
			...devDependencies,
			...optionalDependencies,
		});
		expect(named.toSorted()).toEqual(installed.toSorted());
	});
});

describe('what reads these pages', () => {
	it.each([
		['see `lambdas/http/`.', ['lambdas/http/']],
		['(src/routes/(vault)/+layout.ts)', ['src/routes/(vault)/+layout.ts']],
		['a path (deploy/stages.yml) in brackets', ['deploy/stages.yml']],
		['`lambdas/<function>/handler.ts`', []],
		['https://example.com/docs/page', []],
	])('finds in %j the paths %j', (text, paths) => {
		expect(pathsIn(text)).toEqual(paths);
	});

	it('misses what is not there', () => {
		expect(exists('docs/gone.md')).toBe(false);
		expect(exists('docs/*.md')).toBe(true);
	});
});
