import { drawingKind, type Drawable, type DrawingKind } from './derivative-plan';
import { drawingPicture } from './drawing-picture';
import type { Drawn, DrawReply, DrawRequest } from './drawing.worker';
import type { DrawingSource } from './originals';
import { posterFrame } from './poster-frame';

/** Draws the pictures of a file. */
export interface Drawer {
	/** How many files are drawn at once. */
	readonly capacity: number;
	/** Never fails: where nothing can be drawn the list is empty. */
	draw(source: DrawingSource, file: Drawable): Promise<readonly Drawn[]>;
}

/** More than this bring the page nothing, and each holds a decoded picture in memory. */
const WORKERS_MAX = 6;
/** A picture that takes longer goes without, in milliseconds. */
const PATIENCE_MS = 60_000;
/** Workers without work are ended after so long, in milliseconds: a decoder keeps the memory of its largest picture. */
const REST_MS = 30_000;

/** Draws in workers, one for each core, away from the page's own thread. Each starts with the first picture there is for it. */
export class WorkerDrawer implements Drawer {
	readonly capacity = Math.min(Math.max(1, navigator.hardwareConcurrency), WORKERS_MAX);
	#resting: Worker[] = [];
	#restTimer: ReturnType<typeof setTimeout> | undefined;

	async draw(source: DrawingSource, file: Drawable): Promise<readonly Drawn[]> {
		const kind = drawingKind(file);
		if (kind === undefined) return [];
		const picture = await onThePage(source, kind);
		if (picture === undefined || picture instanceof URL) return [];
		clearTimeout(this.#restTimer);
		const worker = this.#resting.pop() ?? start();
		try {
			const drawn = await answerOf(worker, {
				source: picture,
				kind,
				contentType: file.contentType,
			});
			this.#resting.push(worker);
			return drawn;
		} catch {
			// A picture that brings its worker down goes without.
			worker.terminate();
			return [];
		} finally {
			this.#restTimer = setTimeout(() => this.#endResting(), REST_MS);
		}
	}

	#endResting(): void {
		for (const worker of this.#resting) worker.terminate();
		this.#resting = [];
	}
}

/** Films and drawings are decoded by the page alone: a worker has neither a video element nor the layout of SVG. */
async function onThePage(
	source: DrawingSource,
	kind: DrawingKind,
): Promise<DrawingSource | ImageBitmap | undefined> {
	if (kind === 'film') return posterFrame(source);
	return kind === 'drawing' && source instanceof Blob ? drawingPicture(source) : source;
}

function start(): Worker {
	return new Worker(new URL('./drawing.worker.ts', import.meta.url), { type: 'module' });
}

function answerOf(worker: Worker, request: DrawRequest): Promise<readonly Drawn[]> {
	const { promise, resolve, reject } = Promise.withResolvers<readonly Drawn[]>();
	const patience = setTimeout(() => reject(new Error('too slow')), PATIENCE_MS);
	// What draws PDF greets whoever started the worker: that is no answer.
	worker.onmessage = ({ data }: MessageEvent<Partial<DrawReply>>) => {
		if (data.drawn !== undefined) resolve(data.drawn);
	};
	worker.onerror = () => reject(new Error('the worker failed'));
	worker.postMessage(request, request.source instanceof Blob ? [] : [request.source]);
	return promise.finally(() => clearTimeout(patience));
}
