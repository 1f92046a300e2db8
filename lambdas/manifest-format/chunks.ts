import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** Rows, one JSON object a line. */
export interface Chunk {
	readonly sha256: string;
	readonly rows: number;
	/** Before compression. */
	readonly text: string;
}

/** On average; see [Note: The manifest]. */
const CHUNK_ROWS = 1024;
/** Ids decide where a chunk ends, and they may be unlucky. */
const CHUNK_ROWS_MAX = 8 * CHUNK_ROWS;

interface Line {
	/** A UUID whose end is random. */
	readonly id: string;
	readonly line: unknown;
}

/**
 * Cuts rows into chunks, whose ends the ids of the rows decide. So a row that comes or goes changes
 * no chunk beyond the next end that an id decides: that is its own chunk; where the row ends a
 * chunk, the two that it parts; and where `CHUNK_ROWS_MAX` rows went by without an end, each chunk
 * that this length cut, up to that end.
 */
export async function* chunked(lines: AsyncIterable<Line>): AsyncGenerator<Chunk, void, void> {
	let texts: string[] = [];
	for await (const { id, line } of lines) {
		texts.push(`${JSON.stringify(line)}\n`);
		if (!endsChunk(id) && texts.length < CHUNK_ROWS_MAX) continue;
		yield chunkOf(texts);
		texts = [];
	}
	if (texts.length > 0) yield chunkOf(texts);
}

function endsChunk(id: string): boolean {
	return Number.parseInt(id.slice(-3), 16) % CHUNK_ROWS === 0;
}

function chunkOf(texts: readonly string[]): Chunk {
	const text = texts.join('');
	return { sha256: sha256(text), rows: texts.length, text };
}

export function packed({ text }: Chunk): Promise<Buffer> {
	return promisify(gzip)(text);
}

/** The rows of a chunk. Throws where the bytes are not those that its name promises. */
export async function unpacked(bytes: Uint8Array, name: string): Promise<readonly unknown[]> {
	const text = (await promisify(gunzip)(bytes)).toString('utf8');
	if (sha256(text) !== name) throw new Error(`The chunk ${name} of a manifest is damaged.`);
	return text
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as unknown);
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
