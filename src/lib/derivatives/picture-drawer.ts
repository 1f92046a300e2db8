import type { Drawn, DrawReply, DrawRequest } from './drawing.worker';
import { posterFrame } from './poster-frame';

/** Draws the pictures of a file. Never fails: where nothing can be drawn the list is empty. */
export interface Drawer {
	draw(file: Blob, contentType: string): Promise<readonly Drawn[]>;
}

/** Draws in a worker, away from the page's own thread; it starts with the first picture. */
export class WorkerDrawer implements Drawer {
	readonly #pending = new Map<number, (drawn: readonly Drawn[]) => void>();
	#worker: Worker | undefined;
	#lastId = 0;

	async draw(file: Blob, contentType: string): Promise<readonly Drawn[]> {
		// Films are decoded by the page alone: a worker has no video element.
		const source = contentType.startsWith('video/') ? await posterFrame(file) : file;
		return source === undefined ? [] : this.#ask(source, contentType);
	}

	#ask(source: Blob | ImageBitmap, contentType: string): Promise<readonly Drawn[]> {
		const id = (this.#lastId += 1);
		const request: DrawRequest = { id, source, contentType };
		const { promise, resolve } = Promise.withResolvers<readonly Drawn[]>();
		this.#pending.set(id, resolve);
		this.#worker ??= this.#start();
		this.#worker.postMessage(request, source instanceof Blob ? [] : [source]);
		return promise;
	}

	#start(): Worker {
		const worker = new Worker(new URL('./drawing.worker.ts', import.meta.url), { type: 'module' });
		worker.onmessage = ({ data }: MessageEvent<DrawReply>) => {
			this.#pending.get(data.id)?.(data.drawn);
			this.#pending.delete(data.id);
		};
		worker.onerror = () => this.#giveUp();
		return worker;
	}

	/** A picture that brings the worker down goes without, and the next begins with a new one. */
	#giveUp(): void {
		for (const resolve of this.#pending.values()) resolve([]);
		this.#pending.clear();
		this.#worker?.terminate();
		this.#worker = undefined;
	}
}
