import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GramDigests } from '../../../../lambdas/fsck/gram-digests.ts';

interface Gram {
	readonly gram: Buffer;
	readonly id: Buffer;
}

const ids = fc.uniqueArray(fc.uint8Array({ minLength: 16, maxLength: 16 }), {
	maxLength: 30,
	selector: (bytes) => Buffer.from(bytes).toString('hex'),
});
const grams = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), {
	maxLength: 5,
	selector: (gram) => Buffer.from(gram, 'utf8').toString('hex'),
});

/** As the table has them: by gram, then by id. */
function inOrder(rows: readonly Gram[]): readonly Gram[] {
	return rows.toSorted(
		(one, other) => Buffer.compare(one.gram, other.gram) || Buffer.compare(one.id, other.id),
	);
}

function storedOf(entries: readonly (readonly [Buffer, readonly string[]])[]): readonly Gram[] {
	return inOrder(
		entries.flatMap(([id, own]) => own.map((gram) => ({ gram: Buffer.from(gram, 'utf8'), id }))),
	);
}

function unequal(digests: GramDigests): readonly string[] {
	return [...digests.unequal()].map((id) => id.toString('hex'));
}

const entries = ids.chain((all) =>
	fc.tuple(
		...all
			.map((bytes) => Buffer.from(bytes))
			.toSorted((one, other) => Buffer.compare(one, other))
			.map((id) => grams.map((own) => [id, own] as const)),
	),
);

describe('digests of grams', () => {
	it('are equal where all that is expected is stored', () => {
		fc.assert(
			fc.property(entries, (all) => {
				const digests = new GramDigests();
				for (const [id, own] of all) digests.append(id, own);
				for (const { gram, id } of storedOf(all)) digests.subtract(gram, id);

				expect(unequal(digests)).toEqual([]);
			}),
		);
	});

	it('tell just the entries whose grams differ, also one that is gone', () => {
		fc.assert(
			fc.property(entries, fc.nat(), fc.nat(), (all, lost, gone) => {
				const stored = storedOf(all);
				const without = stored[lost % Math.max(stored.length, 1)];
				const [left] = all[gone % Math.max(all.length, 1)] ?? [];
				const digests = new GramDigests();
				for (const [id, own] of all) if (id !== left) digests.append(id, own);
				for (const row of stored) if (row !== without) digests.subtract(row.gram, row.id);

				const rest = stored.filter((row) => row !== without && row.id === left);
				const expected = new Set(rest.map(({ id }) => id.toString('hex')));
				if (without !== undefined && without.id !== left) expected.add(without.id.toString('hex'));
				expect(new Set(unequal(digests))).toEqual(expected);
			}),
		);
	});

	it('of more entries than there was room for stay by their ids', () => {
		const digests = new GramDigests();
		const many = Array.from({ length: 5000 }, (_, n) => {
			const id = Buffer.alloc(16, 0xff);
			id.writeUInt32BE(n, 8);
			return [id, ['one', String(n % 7)]] as const;
		});
		for (const [id, own] of many) digests.append(id, own);
		for (const { gram, id } of storedOf(many.filter((_, n) => n !== 4321)))
			digests.subtract(gram, id);

		expect(unequal(digests)).toEqual([many[4321]?.[0].toString('hex')]);
	});
});
