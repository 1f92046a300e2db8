import { houses, packageBorders } from './houses.ts';
import type { House, Room } from './room.ts';

/** A room as it stands in the tree: of `lambdas/*` it is one function's folder. */
export interface ConcreteRoom {
	readonly house: House;
	readonly room: Room;
	/** The room's path with every `*` filled in. */
	readonly path: string;
}

/** The room of a file; undefined for what belongs to no house, such as the configuration at the root. */
export function roomOf(file: string): ConcreteRoom | undefined {
	const house = houses.find(({ path }) => file.startsWith(`${path}/`));
	const names = file.split('/');
	const room = house?.rooms.find(({ path }) => {
		const pattern = path.split('/');
		return pattern.every((name, index) => name === names[index] || (name === '*' && names[index]));
	});
	if (house === undefined || room === undefined) return undefined;
	return { house, room, path: names.slice(0, room.path.split('/').length).join('/') };
}

/** The line of the table by which one room may import another; undefined where there is none. */
export function permission(from: ConcreteRoom, to: ConcreteRoom): string | undefined {
	return from.room.imports.find(
		(allowed) => allowed === to.house.path || fillIn(allowed, from.path) === to.path,
	);
}

/** `lambdas/*` asked by lambdas/purge/handler.ts is lambdas/purge: a function's own folder. */
function fillIn(pattern: string, path: string): string {
	const names = path.split('/');
	return pattern
		.split('/')
		.map((name, index) => (name === '*' ? names[index] : name))
		.join('/');
}

/** Why a file may not import another, and what to do instead; undefined where it may. */
export function refuseFile(importer: string, file: string): string | undefined {
	const from = roomOf(importer);
	const to = roomOf(file);
	if (from === undefined || to === undefined || from.path === to.path) return undefined;
	if (permission(from, to) !== undefined) return undefined;
	const instead = to.room.closed ?? (from.house === to.house ? from.room : from.house).instead;
	return `${from.path} may not import ${to.path}: ${instead}`;
}

/** The same of a package. */
export function refusePackage(importer: string, name: string): string | undefined {
	const from = roomOf(importer);
	if (from === undefined) return undefined;
	const border = packageBorders.find(
		({ packages, within, onlyIn }) =>
			packages.test(name) && within.includes(from.house.path) && !onlyIn.includes(from.room.path),
	);
	const { packages, instead } = from.room;
	if (border === undefined && (packages === undefined || packages.includes(name))) return undefined;
	return `${from.path} may not import ${name}: ${border?.instead ?? instead}`;
}
