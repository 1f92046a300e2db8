import type { ImportGraph } from './imports.ts';

/** The shortest way from one file to another along imports, both included; undefined where there is none. */
export function findPath(graph: ImportGraph, from: string, to: string): string[] | undefined {
	const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
	for (const file of cameFrom.keys()) {
		if (file === to) return pathTo(file, cameFrom);
		for (const next of graph.get(file) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, file);
	}
	return undefined;
}

function pathTo(file: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
	const before = cameFrom.get(file);
	return before === undefined ? [file] : [...pathTo(before, cameFrom), file];
}
