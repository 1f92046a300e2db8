/** Requests of one sender under way at once: the connections that a browser opens to one host, which so never waits. */
export const UNDER_WAY_MAX = 6;

interface Sender {
	underWay: number;
	readonly waiting: (() => void)[];
}

/**
 * [Note: One sender's turns] API Gateway runs on many machines, this gateway in one process: each request takes a
 * millisecond of it, and a flood that sends two hundred at once would put its two hundred milliseconds before the next
 * request of another sender. So of each sender some are under way, and the others wait, which costs nothing, until one of
 * those is answered.
 */
export class Turns {
	readonly #senders = new Map<string, Sender>();

	/** Runs `work` when it is its turn among those of `sender`. */
	async run<T>(sender: string, work: () => Promise<T>): Promise<T> {
		const own = this.#senders.get(sender) ?? { underWay: 0, waiting: [] };
		this.#senders.set(sender, own);
		if (own.underWay < UNDER_WAY_MAX) own.underWay += 1;
		else await new Promise<void>((resolve) => own.waiting.push(resolve));
		try {
			return await work();
		} finally {
			this.#end(sender, own);
		}
	}

	/** Hands the place to the next, if one waits. */
	#end(sender: string, own: Sender): void {
		const next = own.waiting.shift();
		if (next !== undefined) {
			next();
			return;
		}
		own.underWay -= 1;
		if (own.underWay === 0) this.#senders.delete(sender);
	}
}
