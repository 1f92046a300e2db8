import { sha256 } from './checksum';

/** What the worker is asked, and what it answers, by id. */
export interface ReadRequest {
	readonly id: number;
	readonly slice: Blob;
}
export type ReadReply =
	| { readonly id: number; readonly bytes: ArrayBuffer; readonly sha256: string }
	| { readonly id: number; readonly errorName: string };

/** A worker's own global, of which the compiler's libraries for pages know nothing. */
const worker = self as unknown as {
	onmessage: (event: MessageEvent<ReadRequest>) => void;
	postMessage(reply: ReadReply, transfer: Transferable[]): void;
};

worker.onmessage = ({ data }) => {
	void answer(data);
};

async function answer({ id, slice }: ReadRequest): Promise<void> {
	try {
		const bytes = await slice.arrayBuffer();
		const digest = await sha256(bytes);
		// Handed over, not copied.
		worker.postMessage({ id, bytes, sha256: digest }, [bytes]);
	} catch (error) {
		worker.postMessage({ id, errorName: error instanceof Error ? error.name : 'Error' }, []);
	}
}
