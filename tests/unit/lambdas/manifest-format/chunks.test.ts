import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { chunked, packed, unpacked } from '../../../../lambdas/manifest-format/chunks.ts';

const idOf = (endsChunk: boolean) =>
	`00000000-0000-7000-8000-000000000${endsChunk ? '400' : '001'}`;
const linesOf = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ id: randomUUID(), line: { n } }));

async function chunksOf(lines: readonly { id: string; line: unknown }[]) {
	return Array.fromAsync(
		chunked(
			(async function* () {
				yield* lines;
				await Promise.resolve();
			})(),
		),
	);
}

describe('chunks', () => {
	test('hold every line once, in order, and come back from their bytes', async () => {
		const lines = linesOf(5000);

		const chunks = await chunksOf(lines);
		const back = await Promise.all(
			chunks.map(async (chunk) => unpacked(await packed(chunk), chunk.sha256)),
		);

		expect(chunks.length).toBeGreaterThan(1);
		expect(back.flat()).toEqual(lines.map(({ line }) => line));
		expect(chunks.map(({ rows }) => rows)).toEqual(back.map(({ length }) => length));
	});

	test.each([
		{ where: 'inside a chunk', at: 10_500, without: 1, withIt: 1 },
		{ where: 'that ends a chunk', at: 9999, without: 1, withIt: 2 },
		{ where: 'in rows that only their number cuts', at: 20_500, without: 3, withIt: 3 },
	])('stay what they are around a line $where that comes or goes', async (change) => {
		// 20 chunks of 1,000 rows, then 20,000 rows that are cut after each 8,192, then 5 of 1,000.
		const lines = Array.from({ length: 45_000 }, (_, n) => ({
			id: idOf(n % 1000 === 999 && (n < 20_000 || n >= 39_000)),
			line: { n },
		}));

		const all = new Set((await chunksOf(lines)).map(({ sha256 }) => sha256));
		const fewer = new Set(
			(await chunksOf(lines.toSpliced(change.at, 1))).map(({ sha256 }) => sha256),
		);

		expect(all.size).toBe(28);
		expect(fewer.difference(all).size).toBe(change.without);
		expect(all.difference(fewer).size).toBe(change.withIt);
	});

	test('end somewhere even where no id asks for it', async () => {
		const lines = Array.from({ length: 20_000 }, (_, n) => ({
			id: idOf(false),
			line: { n },
		}));

		const rows = (await chunksOf(lines)).map(({ rows }) => rows);

		expect(rows).toEqual([8192, 8192, 3616]);
	});

	test('none come of no lines', async () => {
		expect(await chunksOf([])).toEqual([]);
	});

	test('whose bytes are another chunk’s are refused', async () => {
		const [chunk] = await chunksOf(linesOf(3));
		const [other] = await chunksOf(linesOf(4));
		if (chunk === undefined || other === undefined) throw new Error('no chunk');

		await expect(unpacked(await packed(chunk), other.sha256)).rejects.toThrow(/is damaged/);
	});
});
