import type { JsonNode } from './json-node';
import type { Reading, ReadingReply, ReadingRequest } from './reading.worker';
import type { TextForm } from './text-form';

/** Larger texts are shown as they are, in characters. */
const READ_MAX = 1_100_000;

/** What a text is read as, in a worker, so that no reading keeps the page from answering. */
export class TextReading {
	#worker: Worker | undefined;
	#reading = $state.raw<Reading>();
	#waiting: ((nodes: readonly JsonNode[]) => void)[] = [];

	/** Undefined until it is read. */
	get reading(): Reading | undefined {
		return this.#reading;
	}

	/** Reads anew: what was read before is forgotten. */
	read(form: TextForm, text: string): void {
		this.close();
		this.#reading = undefined;
		if (form.kind === 'plain' || text.length > READ_MAX) {
			this.#reading = { kind: 'plain' };
			return;
		}
		const worker = new Worker(new URL('./reading.worker.ts', import.meta.url), { type: 'module' });
		worker.onmessage = ({ data }: MessageEvent<ReadingReply>) => {
			if (data.kind === 'nodes') this.#waiting.shift()?.(data.nodes);
			else this.#reading = data;
		};
		worker.onerror = () => (this.#reading = { kind: 'plain' });
		this.#worker = worker;
		this.#ask({ form, text });
	}

	/** Of a JSON text: what lies at `path`, from the `from`th on, in the order it was asked for. */
	nodes(path: readonly number[], from: number): Promise<readonly JsonNode[]> {
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
			this.#ask({ path, from });
		});
	}

	close(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#waiting = [];
	}

	#ask(request: ReadingRequest): void {
		this.#worker?.postMessage(request);
	}
}
