import * as v from 'valibot';
import type { FunctionOptions, LocalFunction } from './function.ts';
import type { MessageStore, ReceivedMessage } from './message-store.ts';
import type { Outcome } from './outcome.ts';

/** In milliseconds. */
export interface QueueTimes {
	/** How long a new message is held back. */
	readonly delayMs: number;
	/** How long Lambda gathers messages before it calls the function. */
	readonly windowMs: number;
	/** So long after it was received, and when the function is done, a message that was not deleted is received again. */
	readonly visibilityMs: number;
}

export interface EventSourceOptions extends QueueTimes {
	readonly queueArn: string;
	readonly region: string;
	readonly function: Pick<LocalFunction, 'invoke'> & {
		readonly options: Pick<FunctionOptions, 'onLog'>;
	};
	readonly store: MessageStore;
	/** Messages in one call at most. */
	readonly batchSize: number;
	/** Calls at once at most. */
	readonly maxConcurrency: number;
	/** The function answers with the messages that failed; otherwise all fail or none. */
	readonly reportsItems: boolean;
	/** Receives before a message is set aside; endless where it is set aside nowhere. */
	readonly maxReceiveCount: number;
	readonly setAside: (body: string) => Promise<void>;
}

const idOf = ({ messageId }: ReceivedMessage): string => messageId;

const BatchResponse = v.nullish(
	v.object({ batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.string() }))) }),
);

/**
 * A queue of SQS whose messages Lambda hands to a function (an event source mapping): held back, gathered,
 * received again when they were not deleted in time, and set aside after so many receives.
 */
export class EventSource {
	readonly #options: EventSourceOptions;
	readonly #calls = new Set<Promise<void>>();
	readonly #waiting: (() => void)[] = [];
	#timer: NodeJS.Timeout | undefined;
	#isClosed = false;

	constructor(options: EventSourceOptions) {
		this.#options = options;
	}

	get queueArn(): string {
		return this.#options.queueArn;
	}

	/** Messages that are not deleted yet. */
	get depth(): number {
		return this.#options.store.count(this.queueArn);
	}

	send(body: string): void {
		const sentAt = Date.now();
		const visibleAt = sentAt + this.#options.delayMs;
		this.#options.store.add(this.queueArn, body, { sentAt, visibleAt });
		this.#plan();
	}

	/** Goes on with what an earlier run of the stack has left. */
	resume(): void {
		this.#options.store.showAll(this.queueArn);
		this.#plan();
	}

	/** Hands over what is held back, as if its time had passed. */
	hurry(): void {
		this.#options.store.showHeldBack(this.queueArn);
		this.#plan();
	}

	/** Resolves when every message is handled or set aside. */
	async settled(): Promise<void> {
		while (!this.#isClosed && (this.depth > 0 || this.#calls.size > 0)) {
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	/** What is not done stays for the next start. Resolves when no call touches the store any more. */
	async close(): Promise<void> {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		for (const wake of this.#waiting.splice(0)) wake();
		await Promise.all(this.#calls);
	}

	/** Wakes up when the next message is visible and had time for company. */
	#plan(): void {
		clearTimeout(this.#timer);
		const { store, windowMs, batchSize, maxConcurrency } = this.#options;
		if (this.#isClosed || this.#calls.size >= maxConcurrency) return;
		const next = store.nextVisibleAt(this.queueArn);
		if (next === undefined) return;
		const now = Date.now();
		const isFull = store.countVisible(this.queueArn, now) >= batchSize;
		this.#timer = setTimeout(
			() => {
				this.#start();
				this.#plan();
			},
			isFull ? 0 : Math.max(0, next + windowMs - now),
		);
	}

	#start(): void {
		const { store, batchSize } = this.#options;
		const messages = store.receive(this.queueArn, { now: Date.now(), limit: batchSize });
		if (messages.length === 0) return;
		const call = this.#call(messages)
			.catch((error: unknown) => {
				const report = { type: 'platform.eventSourceError', error: String(error) };
				this.#options.function.options.onLog(JSON.stringify(report));
			})
			.finally(() => {
				this.#calls.delete(call);
				for (const wake of this.#waiting.splice(0)) wake();
				this.#plan();
			});
		this.#calls.add(call);
	}

	async #call(messages: readonly ReceivedMessage[]): Promise<void> {
		const { store, maxReceiveCount, setAside, visibilityMs } = this.#options;
		const receivedAt = Date.now();
		const event = { Records: messages.map((message) => this.#recordOf(message)) };
		const failed = this.#failedOf(messages, await this.#invoke(event));
		if (this.#isClosed) return;
		store.delete(messages.filter((message) => !failed.includes(message)).map(idOf));
		store.show(failed.map(idOf), receivedAt + visibilityMs);
		for (const { messageId, body, receiveCount } of failed) {
			if (receiveCount < maxReceiveCount) continue;
			await setAside(body);
			store.delete([messageId]);
		}
	}

	async #invoke(event: unknown): Promise<Outcome> {
		try {
			return await this.#options.function.invoke(event);
		} catch (error) {
			// The function was closed while the event waited for an instance.
			return { ok: false, error: { errorType: 'Closed', errorMessage: String(error) } };
		}
	}

	/** As Lambda reads the answer: nothing or an empty list is success, anything odd is failure of them all. */
	#failedOf(messages: readonly ReceivedMessage[], outcome: Outcome): readonly ReceivedMessage[] {
		if (!outcome.ok) return messages;
		if (!this.#options.reportsItems) return [];
		const answer = v.safeParse(BatchResponse, outcome.payload);
		if (!answer.success) return messages;
		const ids = new Set(answer.output?.batchItemFailures?.map((each) => each.itemIdentifier));
		const failed = messages.filter(({ messageId }) => ids.has(messageId));
		return failed.length === ids.size ? failed : messages;
	}

	/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
	#recordOf({ messageId, body, receiveCount, sentAt }: ReceivedMessage): object {
		return {
			messageId,
			receiptHandle: messageId,
			body,
			attributes: {
				ApproximateReceiveCount: String(receiveCount),
				SentTimestamp: String(sentAt),
			},
			messageAttributes: {},
			eventSource: 'aws:sqs',
			eventSourceARN: this.queueArn,
			awsRegion: this.#options.region,
		};
	}
}
