import { ESLint } from 'eslint';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { permission, roomOf, type ConcreteRoom } from '../../../architecture/borders.ts';
import { houses } from '../../../architecture/houses.ts';
import { readImportGraph, root } from '../../../architecture/imports.ts';
import { plant } from './plant.ts';

const files = [...readImportGraph().keys()].sort();
const rooms = houses.flatMap((house) => house.rooms.map((room) => room.path));

const standing = files.flatMap((file) => {
	const place = roomOf(file);
	return place === undefined ? [] : [{ file, place }];
});

function firstIn(room: string): (typeof standing)[number] {
	const first = standing.find(({ place }) => place.room.path === room);
	if (first === undefined) throw new Error(`There is no file in the room ${room}.`);
	return first;
}

/** A file that the room may not import: of its own house, or of another. */
function forbiddenTo(
	from: ConcreteRoom,
	ofOwnHouse: boolean,
): (typeof standing)[number] | undefined {
	return standing.find(
		({ place: to }) =>
			to.path !== from.path &&
			(to.house === from.house) === ofOwnHouse &&
			permission(from, to) === undefined,
	);
}

function refusalOf(from: ConcreteRoom, to: ConcreteRoom): string {
	const nearest = from.house === to.house ? from.room : from.house;
	return `${from.path} may not import ${to.path}: ${to.room.closed ?? nearest.instead}`;
}

describe('a wrong import is refused, with what to do instead', () => {
	it.each(rooms)('in %s', (room) => {
		const from = firstIn(room);
		const targets = [forbiddenTo(from.place, true), forbiddenTo(from.place, false)].filter(
			(target) => target !== undefined,
		);

		const refused = targets.map(({ file }) => {
			const specifier = posix.relative(posix.dirname(from.file), file);
			return plant(from.file, `import type {} from './${specifier}';`);
		});

		expect(targets).not.toEqual([]);
		expect(refused).toEqual(
			targets.map(({ place }): unknown => expect.arrayContaining([refusalOf(from.place, place)])),
		);
	});
});

describe('the fence sees an import however it is written', () => {
	it.each([
		['a value', "import { call } from '../api/call.ts';"],
		['a type', "import type { Call } from '../api/call.ts';"],
		['a type within an expression', "type Call = import('../api/call.ts').Call;"],
		['without an extension', "import { call } from '../api/call';"],
		['by the alias of SvelteKit', "import { call } from '$lib/api/call';"],
		['exported again', "export { call } from '$lib/api/call';"],
		['all of it exported again', "export * from '$lib/api/call';"],
		['when it is needed', "const { call } = await import('$lib/api/call');"],
		['as a worker', "new Worker(new URL('../api/call.ts', import.meta.url));"],
	])('%s', (_, statement) => {
		expect(plant('src/lib/contract/names.ts', statement)).toEqual([
			expect.stringContaining('src/lib/contract may not import src/lib/api: '),
		]);
	});

	it('in a component', () => {
		expect(
			plant(
				'src/lib/components/ui/Button.svelte',
				"import type { Entry } from '#contract/entries';",
			),
		).toEqual([expect.stringContaining('pass what it shows as a property')]);
	});
});

describe('between functions', () => {
	it('refuses a verb of another function', () => {
		expect(
			plant('lambdas/vault/x.ts', "import { beginUploads } from '../uploads/begin-uploads.ts';"),
		).toEqual([
			expect.stringContaining('lambdas/vault may not import lambdas/uploads: a verb knows'),
		]);
	});

	it('refuses the wiring of another function', () => {
		expect(
			plant('lambdas/vault/handler.ts', "import { wireUploads } from '../uploads/wiring.ts';"),
		).toEqual([expect.stringContaining('each function is wired by itself')]);
	});

	it('lets a handler take its own verbs and wiring', () => {
		expect(
			plant(
				'lambdas/uploads/handler.ts',
				"import { wireUploads } from './wiring.ts'; import { beginUploads } from './begin-uploads.ts';",
			),
		).toEqual([]);
	});
});

describe('a package is refused outside the rooms that may speak to it', () => {
	it.each([
		['src/lib/api/call.ts', 'aws-amplify/auth', 'only src/lib/auth speaks to Cognito'],
		['lambdas/uploads/begin-uploads.ts', '@aws-sdk/client-s3', 'only adapters speak to AWS'],
		['lambdas/uploads/wiring.ts', 'mysql2/promise', 'only adapters speak to AWS'],
		['lambdas/domain/quota.ts', 'kysely', 'only adapters speak to AWS'],
		['lambdas/domain/quota.ts', 'node:process', 'the domain is rules alone'],
		['src/lib/contract/names.ts', 'uuidv7', 'the contract imports valibot and itself alone'],
		['lambdas/http/route.ts', '$app/state', 'for the site alone'],
		['src/lib/format/bytes.ts', 'node:path', 'the site runs in a browser'],
		['src/lib/format/bytes.ts', 'vitest', 'test tools are for tests/ alone'],
	])('%s imports %s', (file, name, instead) => {
		expect(plant(file, `import {} from '${name}';`)).toEqual([expect.stringContaining(instead)]);
	});
});

it('a circle is refused, of types too', () => {
	const below = 'src/lib/contract/ids.ts';

	const messages = plant(below, "import type { Entry } from './entries.ts';");

	expect(messages).toEqual([
		`Imports go round: ${below} → src/lib/contract/entries.ts → ${below}. Move what both ends need into a file below them.`,
	]);
});

it('lint keeps the fences in every room', async () => {
	const eslint = new ESLint({ cwd: root });

	for (const room of rooms) {
		const config = (await eslint.calculateConfigForFile(firstIn(room).file)) as {
			readonly rules: Record<string, readonly unknown[]>;
		};
		expect(config.rules['rooms/border']).toEqual([2]);
		expect(config.rules['rooms/no-circle']).toEqual([2]);
	}
});
