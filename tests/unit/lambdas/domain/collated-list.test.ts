import { ownCollator } from '#contract/collation';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collatedPage, type Named } from '../../../../lambdas/domain/collated-list.ts';

const LETTERS = [
	...Array.from('aåäbcčçdđhiılłnñoösşzøæ'),
	'Å',
	'ch',
	'г',
	'ґ',
	'і',
	'北',
	'啊',
	'あ',
	'ア',
	'|',
	'9',
	'10',
];
const name = fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 4 });
const named: fc.Arbitrary<Named> = fc.record({
	id: fc.uuid(),
	kind: fc.constantFrom('file', 'folder'),
	name: name.map((letters) => letters.join('')),
});
const folder = fc.uniqueArray(named, { selector: ({ id }) => id, maxLength: 40 });
const list = fc.record({
	language: fc.constantFrom('sv', 'da', 'es', 'cs', 'tr', 'pl', 'uk', 'zh-CN', 'ja'),
	sort: fc.constantFrom('name', '-name'),
	from: fc.constantFrom('start', 'end'),
	limit: fc.integer({ min: 1, max: 7 }),
});
type List = typeof list extends fc.Arbitrary<infer Value> ? Value : never;

function collatorOf(language: string): Intl.Collator {
	const collator = ownCollator(language);
	if (collator === undefined) throw new Error(`${language} has none`);
	return collator;
}

/** Written out once more: folders, then files, each by name and then by id. */
function wholeOf(names: readonly Named[], { language, sort, from }: List): readonly Named[] {
	const { compare } = collatorOf(language);
	const parts = (['folder', 'file'] as const).map((kind) => {
		const part = names
			.filter((entry) => entry.kind === kind)
			.toSorted((a, b) => (a.id < b.id ? -1 : 1))
			.toSorted((a, b) => compare(a.name, b.name));
		return sort === 'name' ? part : part.toReversed();
	});
	return from === 'start' ? parts.flat() : parts.flat().toReversed();
}

/** `change` is what others make of the folder between two pages. */
function walk(
	names: readonly Named[],
	{ language, sort, from, limit }: List,
	change: (names: readonly Named[], page: number) => readonly Named[] = (same) => same,
): readonly Named[] {
	const collator = collatorOf(language);
	const seen: Named[] = [];
	let after: Buffer | undefined;
	let now = names;
	for (let page = 0; ; page++) {
		const { shown, last: position } = collatedPage(now, {
			collator,
			sort,
			from,
			after,
			skip: 0,
			limit,
		});
		seen.push(...shown);
		if (position === undefined) return seen;
		after = position;
		now = change(now, page);
	}
}

describe('the pages of a folder in the order of a reader', () => {
	test('are one sorted whole, from either end', () => {
		fc.assert(
			fc.property(folder, list, (names, of) => {
				expect(walk(names, of)).toEqual(wholeOf(names, of));
			}),
		);
	});

	test('leave nothing out and show nothing twice while entries come and go', () => {
		const changes = fc.array(fc.record({ comes: named, goes: fc.nat() }), { maxLength: 20 });
		fc.assert(
			fc.property(folder, list, changes, (names, of, changed) => {
				const gone = new Set<string>();
				const come = new Set<string>();
				const seen = walk(names, of, (now, page) => {
					const change = changed[page];
					if (change === undefined || now.some(({ id }) => id === change.comes.id)) return now;
					const going = now[change.goes % now.length];
					if (going) gone.add(going.id);
					come.add(change.comes.id);
					return [...now.filter((entry) => entry !== going), change.comes];
				});

				const ids = seen.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				const stays = ({ id }: Named) => !gone.has(id) && !come.has(id);
				expect(seen.filter(stays)).toEqual(wholeOf(names, of).filter(stays));
				expect(seen).toEqual(wholeOf(seen, of));
			}),
		);
	});

	test('take any bytes for a position', () => {
		fc.assert(
			fc.property(folder, list, fc.uint8Array({ minLength: 1 }), (names, of, bytes) => {
				const collator = collatorOf(of.language);
				const page = collatedPage(names, { ...of, collator, skip: 0, after: Buffer.from(bytes) });
				expect(page.shown.length).toBeLessThanOrEqual(of.limit);
			}),
		);
	});
});
