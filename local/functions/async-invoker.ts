import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AcceptedEvent, EventStore } from './event-store.ts';
import type { LocalFunction } from './function.ts';
import type { Outcome } from './outcome.ts';

/** Lambda's own record for a failure (or success) destination. */
export interface DestinationRecord {
	readonly version: '1.0';
	readonly timestamp: string;
	readonly requestContext: {
		readonly requestId: string;
		readonly functionArn: string;
		readonly condition: 'RetriesExhausted' | 'Success';
		readonly approximateInvokeCount: number;
	};
	readonly requestPayload: unknown;
	readonly responseContext: {
		readonly statusCode: 200;
		readonly executedVersion: '$LATEST';
		readonly functionError?: 'Unhandled';
	};
	readonly responsePayload: unknown;
}

export interface AsyncOptions {
	/** Keeps events over a restart. */
	readonly store: EventStore;
	/** Retries after the first attempt; Lambda's default is 2. */
	readonly retries: number;
	/** Waits before each retry. AWS waits one and two minutes; the last value repeats. */
	readonly retryDelaysMs: readonly number[];
	readonly onFailure?: (record: DestinationRecord) => Promise<void>;
	readonly onSuccess?: (record: DestinationRecord) => Promise<void>;
}

/**
 * Asynchronous invocation: an event is accepted at once and then tried until it succeeds or its
 * retries are used up. Events do not wait for each other, so one that keeps failing holds up none.
 */
export class AsyncInvoker {
	readonly #function: LocalFunction;
	readonly #options: AsyncOptions;
	readonly #pending = new Set<Promise<void>>();
	readonly #closing = new AbortController();

	constructor(function_: LocalFunction, options: AsyncOptions) {
		this.#function = function_;
		this.#options = options;
	}

	/** Accepts an event; what becomes of it is seen in the logs and at the destinations. */
	accept(event: unknown): void {
		const accepted = { requestId: randomUUID(), event, attempts: 0 };
		this.#options.store.add(this.#function.options.name, accepted);
		this.#start(accepted);
	}

	/** Goes on with what an earlier run of the stack accepted and did not end. */
	resume(): void {
		for (const each of this.#options.store.waiting(this.#function.options.name)) this.#start(each);
	}

	/** Resolves when no accepted event is waiting for an attempt or in one. */
	async settled(): Promise<void> {
		while (this.#pending.size > 0) await Promise.all(this.#pending);
	}

	/** What is not done stays for the next start. Resolves when none touches the store any more. */
	async close(): Promise<void> {
		this.#closing.abort();
		await this.settled();
	}

	#start(accepted: AcceptedEvent): void {
		const run = this.#run(accepted)
			.catch((error: unknown) => this.#report('platform.eventError', error))
			.finally(() => this.#pending.delete(run));
		this.#pending.add(run);
	}

	async #run({ requestId, event, attempts: before }: AcceptedEvent): Promise<void> {
		const { store } = this.#options;
		let attempts = before;
		for (;;) {
			const outcome = await this.#attempt(event, requestId);
			attempts += 1;
			if (this.#closing.signal.aborted) return;
			if (outcome.ok || attempts > this.#options.retries) {
				await this.#deliver(this.#record({ event, requestId, attempts, outcome }), outcome.ok);
				store.done(requestId);
				return;
			}
			store.attempted(requestId, attempts);
			const delays = this.#options.retryDelaysMs;
			const waitMs = delays[Math.min(attempts, delays.length) - 1] ?? 0;
			const isAborted = await delay(waitMs, false, { signal: this.#closing.signal }).catch(
				() => true,
			);
			if (isAborted) return;
		}
	}

	async #attempt(event: unknown, requestId: string): Promise<Outcome> {
		try {
			return await this.#function.invoke(event, { requestId });
		} catch (error) {
			// The function was closed while the event waited for an instance.
			return { ok: false, error: { errorType: 'Closed', errorMessage: String(error) } };
		}
	}

	async #deliver(record: DestinationRecord, isSuccess: boolean): Promise<void> {
		const destination = isSuccess ? this.#options.onSuccess : this.#options.onFailure;
		try {
			await destination?.(record);
		} catch (error) {
			this.#report('platform.destinationError', error);
		}
	}

	#report(type: string, error: unknown): void {
		this.#function.options.onLog(JSON.stringify({ type, error: String(error) }));
	}

	#record(run: {
		event: unknown;
		requestId: string;
		attempts: number;
		outcome: Outcome;
	}): DestinationRecord {
		return {
			version: '1.0',
			timestamp: this.#function.options.clock.now().toISOString(),
			requestContext: {
				requestId: run.requestId,
				functionArn: `${this.#function.options.arn}:$LATEST`,
				condition: run.outcome.ok ? 'Success' : 'RetriesExhausted',
				approximateInvokeCount: run.attempts,
			},
			requestPayload: run.event,
			responseContext: {
				statusCode: 200,
				executedVersion: '$LATEST',
				...(!run.outcome.ok && { functionError: 'Unhandled' }),
			},
			responsePayload: run.outcome.ok ? run.outcome.payload : run.outcome.error,
		};
	}
}
