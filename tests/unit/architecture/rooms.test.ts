import { describe, expect, it } from 'vitest';
import { permission, roomOf } from '../../../architecture/borders.ts';
import { findPath } from '../../../architecture/circles.ts';
import { roomGraph } from '../../../architecture/draw.ts';
import { houses } from '../../../architecture/houses.ts';
import { readImportGraph } from '../../../architecture/imports.ts';

const files = readImportGraph();
const rooms = houses.flatMap((house) => house.rooms);

describe('the table of rooms', () => {
	it('has a room for every file of a house', () => {
		const inHouses = [...files.keys()].filter((file) =>
			houses.some(({ path }) => file.startsWith(`${path}/`)),
		);

		expect(inHouses.filter((file) => roomOf(file) === undefined)).toEqual([]);
	});

	it('names only rooms and houses that are there', () => {
		const known = new Set([...rooms, ...houses].map(({ path }) => path));

		expect(rooms.flatMap(({ imports }) => imports).filter((path) => !known.has(path))).toEqual([]);
	});

	it('permits nothing that no file makes use of', () => {
		const used = new Set<string>();
		for (const [file, targets] of files)
			for (const target of targets) {
				const from = roomOf(file);
				const to = roomOf(target);
				if (from && to) used.add(`${from.room.path} → ${String(permission(from, to))}`);
			}
		const permitted = rooms.flatMap(({ path, imports }) =>
			imports.map((allowed) => `${path} → ${allowed}`),
		);

		expect(permitted.filter((edge) => !used.has(edge))).toEqual([]);
	});
});

describe('imports go one way', () => {
	it('between rooms', () => {
		const graph = roomGraph(files);
		const circles = rooms.flatMap(({ path }) =>
			Array.from(graph.get(path) ?? [], (to) => findPath(graph, to, path)).filter(Boolean),
		);

		expect(circles).toEqual([]);
	});

	it('between files, types included', () => {
		const circles = Array.from(files).flatMap(([file, targets]) =>
			Array.from(targets, (to) => findPath(files, to, file)).filter(Boolean),
		);

		expect(circles).toEqual([]);
	});
});
