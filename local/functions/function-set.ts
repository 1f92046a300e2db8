import type { S3Notification } from '../s3/server.ts';
import type { DeployedFunction } from './deploy.ts';
import type { EventSource } from './event-source.ts';

/** The functions of a stack. Empty at first: the buckets that call them start before they do. */
export class FunctionSet {
	#all: readonly DeployedFunction[] = [];
	#sources: readonly EventSource[] = [];

	get all(): readonly DeployedFunction[] {
		return this.#all;
	}

	add(functions: readonly DeployedFunction[]): void {
		this.#all = [...this.#all, ...functions];
	}

	/** Queues whose messages functions receive. */
	connect(sources: readonly EventSource[]): void {
		this.#sources = [...this.#sources, ...sources];
	}

	/** Goes on with the events that the last run of the stack has left. */
	resume(): void {
		for (const each of this.#sources) each.resume();
		for (const each of this.#all) each.async.resume();
	}

	/** Hands over what queues hold back, as if its time had passed. */
	hurry(): void {
		for (const each of this.#sources) each.hurry();
	}

	byArn(arn: string): DeployedFunction {
		const found = this.#all.find((each) => each.function.options.arn === arn);
		if (!found) throw new Error(`There is no function ${arn}`);
		return found;
	}

	/** By the ARN, the whole name or its end: `migrate` is `cloudvault-dev-migrate`. */
	find(name: string): DeployedFunction | undefined {
		return this.#all.find(
			({ function: { options } }) =>
				options.arn === name || `-${options.name}`.endsWith(`-${name}`),
		);
	}

	/** By the whole name or its end. */
	byName(name: string): DeployedFunction {
		const found = this.find(name);
		if (!found) throw new Error(`There is no function ${name}`);
		return found;
	}

	/** Passes an event of a bucket on to the function or the queue that its rule names. */
	accept({ destinationArn, event }: S3Notification): void {
		const queue = this.#sources.find(({ queueArn }) => queueArn === destinationArn);
		if (queue !== undefined) queue.send(JSON.stringify(event));
		else this.byArn(destinationArn).async.accept(event);
	}

	/** By the end of the queue's name. */
	queue(nameEnd: string): EventSource {
		const found = this.#sources.find(({ queueArn }) => queueArn.endsWith(nameEnd));
		if (!found) throw new Error(`No function receives from a queue ${nameEnd}`);
		return found;
	}

	/** Resolves when no event is on its way to any function. */
	async settled(): Promise<void> {
		await Promise.all(this.#sources.map((each) => each.settled()));
		await Promise.all(this.#all.map((each) => each.async.settled()));
	}

	async close(): Promise<void> {
		const closing = [...this.#sources, ...this.#all.map((each) => each.async)].map((each) =>
			each.close(),
		);
		await Promise.all(this.#all.map((each) => each.function.close()));
		await Promise.all(closing);
	}
}
