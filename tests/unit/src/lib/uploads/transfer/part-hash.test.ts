import { sha256 } from '$lib/uploads/transfer/checksum';
import { PartHash } from '$lib/uploads/transfer/part-hash';
import { Blob as StreamedBlob } from 'node:buffer';
import { describe, expect, it, vi } from 'vitest';

/** As a browser streams a slice whose streams are not streams of bytes: in pieces. */
function slice(...pieces: readonly (string | Error)[]): Blob {
	const bytes = pieces.map((piece) =>
		piece instanceof Error ? piece : new TextEncoder().encode(piece),
	);
	const size = bytes.reduce((sum, piece) => sum + (piece instanceof Error ? 0 : piece.length), 0);
	const read = async () => {
		const value = await Promise.resolve(bytes.shift());
		if (value instanceof Error) throw value;
		return { done: value === undefined, value };
	};
	const getReader = (options?: { readonly mode: string }) => {
		if (options !== undefined) throw new TypeError('No stream of bytes');
		return { read };
	};
	return { size, stream: () => ({ getReader }) } as unknown as Blob;
}

/** With a stream of bytes, which jsdom’s have not. */
const bytesOf = (text: string) => new StreamedBlob([text]) as Blob;
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

	it('has a stream of bytes written into its buffer, which it takes once for all', async () => {
		const taken: number[] = [];
		class CountedBuffer extends ArrayBuffer {
			constructor(sizeBytes: number) {
				super(sizeBytes);
				if (sizeBytes > 0) taken.push(sizeBytes);
			}
		}
		vi.stubGlobal('ArrayBuffer', CountedBuffer);
		const part = new PartHash(200_000);
		const texts = ['a'.repeat(150_000), 'b'.repeat(150_000), 'c'];

		const hashed = await Promise.all(texts.map((text) => part.hash(bytesOf(text))));

		vi.unstubAllGlobals();
		expect(taken).toEqual([150_000]);
		expect(hashed.map(({ sha256: digest }) => digest)).toEqual(
			await Promise.all(texts.map(hashOf)),
		);
	});

	it('tells how many bytes a stream of bytes had, and goes on after it', async () => {
		const short = Object.defineProperty(bytesOf('abc'), 'size', { value: 10 });
		const part = new PartHash(100);

		expect(await part.hash(short)).toEqual({ sizeBytes: 3, sha256: await hashOf('abc') });
		expect(await part.hash(bytesOf('next'))).toMatchObject({ sizeBytes: 4 });
	});
});
