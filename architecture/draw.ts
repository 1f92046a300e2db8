import { roomOf } from './borders.ts';
import { findPath } from './circles.ts';
import { houses } from './houses.ts';
import type { ImportGraph } from './imports.ts';
import type { House } from './room.ts';

/** For each room, by its path in the table, the rooms it imports. */
export type RoomGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** The rooms of all houses with the imports that are really there. */
export function roomGraph(files: ImportGraph): RoomGraph {
	const graph = new Map(
		houses.flatMap(({ rooms }) => rooms.map(({ path }) => [path, new Set<string>()] as const)),
	);
	for (const [file, targets] of files) {
		const from = roomOf(file);
		for (const target of targets) {
			const to = roomOf(target);
			if (from && to && from.path !== to.path) graph.get(from.room.path)?.add(to.room.path);
		}
	}
	return graph;
}

/** A house as a flow chart of Mermaid, then each of its rooms with all that it imports. */
export function drawHouse(house: House, graph: RoomGraph): string {
	const rooms = house.rooms.map(({ path }) => path);
	const reduced = leaveOutImplied(graph);
	const arrows = rooms.flatMap((from) =>
		Array.from(reduced.get(from) ?? [], (to) => ({ from, to })),
	);
	const drawn = new Set([...rooms, ...arrows.map(({ to }) => to)]);
	return [
		'```mermaid',
		'flowchart TD',
		...Array.from(drawn, (path) => `  ${idOf(path)}["${label(path, house)}"]`).sort(),
		...arrows.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`).sort(),
		'```',
		'',
		...rooms.map((from) => listImports(from, house, graph)).sort(),
	].join('\n');
}

function listImports(from: string, house: House, graph: RoomGraph): string {
	const targets = Array.from(graph.get(from) ?? [], (to) => `\`${label(to, house)}\``).sort();
	return `- \`${label(from, house)}\`: ${targets.join(', ') || 'nothing'}`;
}

/** Without the edges that a longer way tells already: if a imports b and b imports c, a → c is not drawn. */
function leaveOutImplied(graph: RoomGraph): RoomGraph {
	return new Map(
		Array.from(graph, ([from, targets]) => {
			const others = (to: string) => [...targets].filter((target) => target !== to);
			const drawn = [...targets].filter(
				(to) => !others(to).some((other) => findPath(graph, other, to) !== undefined),
			);
			return [from, new Set(drawn)];
		}),
	);
}

/** Mermaid's names for nodes hold letters alone. */
function idOf(path: string): string {
	return path.replace('*', 'function').replace(/\W+/g, '_');
}

/** A room's path within its house, as a person says it. */
function label(path: string, house: House): string {
	const own = house.path === 'src' ? /^src\/(lib\/)?/ : new RegExp(`^${house.path}/`);
	return path.replace(own, '').replace('*', '{function}');
}
