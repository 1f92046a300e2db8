import { sha256 } from '$lib/uploads/transfer/checksum';
import { PartHash } from '$lib/uploads/transfer/part-hash';
import { describe, expect, it } from 'vitest';

/** As a browser streams a slice: in pieces. */
function slice(...pieces: readonly (string | Error)[]): Blob {
	const bytes = pieces.map((piece) =>
		piece instanceof Error ? piece : new TextEncoder().encode(piece),
	);
	const size = bytes.reduce((sum, piece) => sum + (piece instanceof Error ? 0 : piece.length), 0);
	return {
		size,
		stream: () => ({
			getReader: () => ({
				read: async () => {
					const value = await Promise.resolve(bytes.shift());
					if (value instanceof Error) throw value;
					return { done: value === undefined, value };
				},
			}),
		}),
	} as unknown as Blob;
}

const hashOf = (text: string) => sha256(new TextEncoder().encode(text));

describe('hashing parts in one buffer', () => {
	it('hashes each by itself, however many are asked for at once', async () => {
		const part = new PartHash(100);

		const hashed = await Promise.all(
			[slice('long ', 'part'), slice('next'), slice('last of all')].map((each) => part.hash(each)),
		);

		expect(hashed).toEqual([
			{ sizeBytes: 9, sha256: await hashOf('long part') },
			{ sizeBytes: 4, sha256: await hashOf('next') },
			{ sizeBytes: 11, sha256: await hashOf('last of all') },
		]);
	});

	it('tells how many bytes there were where a file was cut short', async () => {
		const short = Object.assign(slice('abc'), { size: 10 });

		expect(await new PartHash(100).hash(short)).toMatchObject({ sizeBytes: 3 });
	});

	it('goes on after a slice that cannot be read, and after one larger than it keeps', async () => {
		const part = new PartHash(2);

		await expect(part.hash(slice('a', new Error('gone')))).rejects.toThrow('gone');

		expect((await part.hash(slice('larger'))).sha256).toBe(await hashOf('larger'));
		expect((await part.hash(slice('x'))).sha256).toBe(await hashOf('x'));
	});
});
