import { sha256 } from './checksum';
import { InTurn } from './in-turn';
import { PartHash } from './part-hash';

/** What the worker is asked, and what it answers, by id. */
export interface ReadRequest {
	readonly id: number;
	readonly slice: Blob;
	/** Of the slice, as far as the page knows. */
	readonly sizeBytes: number;
	/** Whether the bytes are handed over too. */
	readonly wantsBytes: boolean;
}
export type ReadReply =
	| {
			readonly id: number;
			/** Undefined where they were not wanted. */
			readonly bytes: ArrayBuffer | undefined;
			readonly sizeBytes: number;
			readonly sha256: string;
	  }
	| { readonly id: number; readonly errorName: string };

/** A worker's own global, of which the compiler's libraries for pages know nothing. */
const worker = self as unknown as {
	onmessage: (event: MessageEvent<ReadRequest>) => void;
	postMessage(reply: ReadReply, transfer: Transferable[]): void;
};

/** A part, or hundreds of small files: the first part is on its way while the next one is read. */
const READ_BYTES_MAX = 16 * 1024 * 1024;
const turns = new InTurn(READ_BYTES_MAX);
const part = new PartHash(READ_BYTES_MAX);

worker.onmessage = ({ data }) => {
	void turns.run(data.sizeBytes, () => answer(data));
};

async function answer({ id, slice, wantsBytes }: ReadRequest): Promise<void> {
	try {
		if (wantsBytes) {
			const bytes = await slice.arrayBuffer();
			const digest = await sha256(bytes);
			// Handed over, not copied.
			worker.postMessage({ id, sizeBytes: bytes.byteLength, sha256: digest, bytes }, [bytes]);
		} else {
			const hashed = await part.hash(slice);
			worker.postMessage({ id, ...hashed, bytes: undefined }, []);
		}
	} catch (error) {
		worker.postMessage({ id, errorName: error instanceof Error ? error.name : 'Error' }, []);
	}
}
