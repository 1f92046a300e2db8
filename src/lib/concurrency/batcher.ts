export interface BatcherOptions<Item, Result> {
	/** Asks all at once; the answers come in the order of the questions. */
	readonly ask: (questions: readonly Item[]) => Promise<readonly Result[]>;
	/** How many make a call of themselves; `call` counts from 0, so that the first may leave early. */
	readonly countFor: (call: number) => number;
	/** Fewer leave when nothing has come for this long, in milliseconds. */
	readonly idleMs: number;
	/** True while no caller is about to ask: then there is nothing to wait for. */
	readonly quiet?: () => boolean;
	/** Where set, a call waits for the one before it, and what comes meanwhile shares the next. */
	readonly oneAtATime?: boolean;
}

interface Waiting<Item, Result> {
	readonly question: Item;
	readonly resolve: (result: Result) => void;
	readonly reject: (error: unknown) => void;
}

/** Turns single questions into few calls. Where a call fails, each question in it fails with its error. */
export class Batcher<Item, Result> {
	readonly #options: BatcherOptions<Item, Result>;
	#waiting: Waiting<Item, Result>[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#calls = 0;
	#underway = 0;

	constructor(options: BatcherOptions<Item, Result>) {
		this.#options = options;
	}

	/** No call is under way and no question waits for one. */
	get idle(): boolean {
		return this.#underway === 0 && this.#waiting.length === 0;
	}

	/** An abort takes the question back while it waits; once sent, its answer is given all the same. */
	add(question: Item, signal?: AbortSignal): Promise<Result> {
		const { promise, resolve, reject } = Promise.withResolvers<Result>();
		const waiting = { question, resolve, reject };
		this.#waiting.push(waiting);
		signal?.addEventListener('abort', () => this.#takeBack(waiting, signal.reason), { once: true });
		this.consider();
		return promise;
	}

	#takeBack(waiting: Waiting<Item, Result>, reason: unknown): void {
		const index = this.#waiting.indexOf(waiting);
		if (index < 0) return;
		this.#waiting.splice(index, 1);
		waiting.reject(reason);
	}

	/** Looks again whether a call may go: for when `quiet` has become true. */
	consider(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#waiting.length === 0 || this.#mustWait()) return;
		if (this.#waiting.length >= this.#options.countFor(this.#calls)) {
			this.#flush();
			return;
		}
		// Even a quiet batcher waits a moment: what asks in the same turn shares the call.
		const waitMs = this.#options.quiet?.() === true ? 0 : this.#options.idleMs;
		this.#timer = setTimeout(() => this.#flush(), waitMs);
	}

	#mustWait(): boolean {
		return this.#options.oneAtATime === true && this.#underway > 0;
	}

	#flush(): void {
		clearTimeout(this.#timer);
		const asked = this.#waiting.splice(0, this.#options.countFor(this.#calls));
		if (asked.length === 0) return;
		this.#calls += 1;
		this.#underway += 1;
		void this.#ask(asked).finally(() => {
			this.#underway -= 1;
			this.consider();
		});
		this.consider();
	}

	async #ask(asked: readonly Waiting<Item, Result>[]): Promise<void> {
		try {
			const answers = await this.#options.ask(asked.map(({ question }) => question));
			if (answers.length !== asked.length) throw new Error('an answer for each question');
			for (const [index, { resolve }] of asked.entries()) {
				const answer = answers[index];
				if (answer !== undefined) resolve(answer);
			}
		} catch (error) {
			for (const { reject } of asked) reject(error);
		}
	}
}
