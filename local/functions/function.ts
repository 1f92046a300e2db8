import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/vault-clock.ts';
import { FairQueue } from './fair-queue.ts';
import { Instance, type Debugged } from './instance.ts';
import type { InvocationContext, Outcome } from './outcome.ts';

export interface FunctionOptions {
	readonly name: string;
	readonly arn: string;
	readonly bundleDir: string;
	readonly handler: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly timeoutSeconds: number;
	/** MB. */
	readonly memorySize: number;
	/** Instances at once; further invocations wait for one of them. */
	readonly maxInstances: number;
	readonly onLog: (line: string) => void;
	/** The time that the function sees and its log tells. */
	readonly clock: Clock;
	/** One instance, from its sources, with a debugger's port, for as long as the stack runs. */
	readonly debugged?: Debugged | undefined;
}

/** Lambda reclaims idle instances; so do we, to give the memory back. */
const IDLE_MS = 5 * 60_000;

export interface Invocation {
	/** Default: a new one. */
	readonly requestId?: string;
	/** For whom it runs: see [Note: Fair instances]. Default: for none, and these wait as one person. */
	readonly person?: string;
}

interface Taken {
	readonly instance: Instance;
	/** Absent where it was warm. */
	readonly initMs?: number | undefined;
}

/**
 * One deployed function: a pool of warm instances that grows with what is asked of it.
 *
 * [Note: Fair instances] Lambda has an instance for each invocation, however many there are; one machine has a few, and more
 * invocations than instances wait. So that the flood of one person delays no other, each person who waits has their turn,
 * an invocation takes the first instance that is free, and one instance starts at a time: a start costs more than
 * hundreds of requests that are refused.
 */
export class LocalFunction {
	readonly options: FunctionOptions;
	readonly #idle: Instance[] = [];
	readonly #all = new Set<Instance>();
	readonly #waiting = new FairQueue<PromiseWithResolvers<Taken>>();
	#isStarting = false;
	readonly #idleTimers = new Map<Instance, NodeJS.Timeout>();
	#isClosed = false;

	constructor(options: FunctionOptions) {
		this.options = options;
	}

	/** Runs one event on a warm instance, or a new one. Never rejects: a failure is an outcome. */
	async invoke(
		event: unknown,
		{ requestId = randomUUID(), person = '' }: Invocation = {},
	): Promise<Outcome> {
		const { instance, initMs } = await this.#take(person);
		const context = this.#contextOf(requestId);
		const startedAt = performance.now();
		const outcome = await instance.invoke(event, context);
		this.#report(requestId, { durationMs: performance.now() - startedAt, initMs, outcome });
		this.#giveBack(instance);
		return outcome;
	}

	/** Starts an instance before the first event, so that a debugger finds it. */
	async warmUp(): Promise<void> {
		const { instance } = await this.#take('');
		this.#giveBack(instance);
	}

	/** Ends every instance, so that the next invocation starts from the bundle as it is then. */
	async recycle(): Promise<void> {
		for (const timer of this.#idleTimers.values()) clearTimeout(timer);
		this.#idleTimers.clear();
		this.#idle.length = 0;
		await Promise.all([...this.#all].map((instance) => instance.kill()));
		this.#all.clear();
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		for (let next = this.#waiting.next(); next; next = this.#waiting.next())
			next.reject(this.#closed);
		await this.recycle();
	}

	async #take(person: string): Promise<Taken> {
		if (this.#isClosed) throw this.#closed;
		for (let warm = this.#idle.pop(); warm; warm = this.#idle.pop()) {
			clearTimeout(this.#idleTimers.get(warm));
			if (warm.isAlive) return { instance: warm };
			this.#all.delete(warm);
		}
		const waiting = Promise.withResolvers<Taken>();
		this.#waiting.add(person, waiting);
		void this.#startMore();
		return waiting.promise;
	}

	get #closed(): Error {
		return new Error(`The function ${this.options.name} is closed`);
	}

	get #maxInstances(): number {
		return this.options.debugged ? 1 : this.options.maxInstances;
	}

	/** One after the other, for as long as there are those who wait. */
	async #startMore(): Promise<void> {
		if (this.#isStarting) return;
		this.#isStarting = true;
		while (!this.#waiting.isEmpty && this.#all.size < this.#maxInstances) {
			const startedAt = performance.now();
			const instance = new Instance(this.options);
			this.#all.add(instance);
			await instance.untilReady();
			const isOurs = this.#all.has(instance);
			if (isOurs) this.#offer({ instance, initMs: performance.now() - startedAt });
		}
		this.#isStarting = false;
	}

	/** To the one whose turn it is; with none who waits it stays warm. */
	#offer(taken: Taken): void {
		const next = this.#waiting.next();
		if (next) {
			next.resolve(taken);
			return;
		}
		this.#idle.push(taken.instance);
		if (!this.options.debugged) this.#retireLater(taken.instance);
	}

	#giveBack(instance: Instance): void {
		if (instance.isAlive && this.#all.has(instance)) {
			this.#offer({ instance });
			return;
		}
		this.#all.delete(instance);
		void this.#startMore();
	}

	#retireLater(instance: Instance): void {
		const retire = setTimeout(() => void this.#retire(instance), IDLE_MS);
		this.#idleTimers.set(instance, retire.unref());
	}

	async #retire(instance: Instance): Promise<void> {
		const index = this.#idle.indexOf(instance);
		if (index < 0) return;
		this.#idle.splice(index, 1);
		this.#all.delete(instance);
		await instance.kill();
	}

	#contextOf(awsRequestId: string): InvocationContext {
		const { name, arn, memorySize, timeoutSeconds } = this.options;
		return {
			awsRequestId,
			functionName: name,
			functionVersion: '$LATEST',
			invokedFunctionArn: arn,
			memoryLimitInMB: String(memorySize),
			logGroupName: `/aws/lambda/${name}`,
			logStreamName: 'local',
			timeoutMs: timeoutSeconds * 1000,
		};
	}

	#report(
		requestId: string,
		run: { durationMs: number; outcome: Outcome } & Pick<Taken, 'initMs'>,
	): void {
		const line = {
			time: this.options.clock.now().toISOString(),
			type: 'platform.report',
			requestId,
			status: run.outcome.ok ? 'success' : 'failure',
			durationMs: Math.round(run.durationMs),
			...(run.initMs !== undefined && { initMs: Math.round(run.initMs) }),
			...(!run.outcome.ok && { error: run.outcome.error.errorMessage }),
		};
		this.options.onLog(JSON.stringify(line));
	}
}
