import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/vault-clock.ts';
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

/** One deployed function: a pool of warm instances that grows with what is asked of it. */
export class LocalFunction {
	readonly options: FunctionOptions;
	readonly #idle: Instance[] = [];
	readonly #all = new Set<Instance>();
	readonly #waiting: (() => void)[] = [];
	readonly #idleTimers = new Map<Instance, NodeJS.Timeout>();
	#isClosed = false;

	constructor(options: FunctionOptions) {
		this.options = options;
	}

	/** Runs one event on a warm instance, or a new one. Never rejects: a failure is an outcome. */
	async invoke(event: unknown, awsRequestId: string = randomUUID()): Promise<Outcome> {
		const { instance, initMs } = await this.#take();
		const context = this.#contextOf(awsRequestId);
		const startedAt = performance.now();
		const outcome = await instance.invoke(event, context);
		this.#report(awsRequestId, { durationMs: performance.now() - startedAt, initMs, outcome });
		this.#giveBack(instance);
		return outcome;
	}

	/** Starts an instance before the first event, so that a debugger finds it. */
	async warmUp(): Promise<void> {
		const { instance } = await this.#take();
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
		for (const wake of this.#waiting.splice(0)) wake();
		await this.recycle();
	}

	async #take(): Promise<{ instance: Instance; initMs: number | undefined }> {
		for (;;) {
			if (this.#isClosed) throw new Error(`The function ${this.options.name} is closed`);
			const warm = this.#idle.pop();
			if (warm) {
				clearTimeout(this.#idleTimers.get(warm));
				if (warm.isAlive) return { instance: warm, initMs: undefined };
				this.#all.delete(warm);
				continue;
			}
			if (this.#all.size < this.#maxInstances) return this.#startInstance();
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	get #maxInstances(): number {
		return this.options.debugged ? 1 : this.options.maxInstances;
	}

	async #startInstance(): Promise<{ instance: Instance; initMs: number }> {
		const startedAt = performance.now();
		const instance = new Instance(this.options);
		this.#all.add(instance);
		await instance.untilReady();
		return { instance, initMs: performance.now() - startedAt };
	}

	#giveBack(instance: Instance): void {
		if (instance.isAlive && this.#all.has(instance)) {
			this.#idle.push(instance);
			if (!this.options.debugged) this.#retireLater(instance);
		} else {
			this.#all.delete(instance);
		}
		this.#waiting.shift()?.();
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
		run: { durationMs: number; initMs: number | undefined; outcome: Outcome },
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
