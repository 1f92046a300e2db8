import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { chunked, packed, unpacked } from '../../../../lambdas/manifest-format/chunks.ts';

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

	test('stay what they are around a line that comes or goes', async () => {
		const lines = linesOf(20_000);
		const before = (await chunksOf(lines)).map(({ sha256 }) => sha256);

		const after = (await chunksOf(lines.toSpliced(10_000, 1))).map(({ sha256 }) => sha256);

		expect(new Set(after).difference(new Set(before)).size).toBeLessThanOrEqual(1);
	});

	test('end somewhere even where no id asks for it', async () => {
		const lines = Array.from({ length: 20_000 }, (_, n) => ({
			id: '00000000-0000-7000-8000-000000000001',
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
