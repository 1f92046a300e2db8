import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock/vault-clock.ts';
import type { InstanceMessage, InvocationContext, InvokeMessage, Outcome } from './outcome.ts';

const RUNTIME = fileURLToPath(new URL('runtime.ts', import.meta.url));

export interface InstanceOptions {
	readonly bundleDir: string;
	/** As in the template, e.g. `lambdas/vault/handler.handler`. */
	readonly handler: string;
	/** The whole environment: nothing is inherited. */
	readonly environment: Readonly<Record<string, string>>;
	/** MB. Bounds V8's heap, as Lambda does. */
	readonly memorySize: number;
	readonly onLog: (line: string) => void;
	/** The time that the function sees. */
	readonly clock: Clock;
	/** Runs for a person at a debugger, which may stop it for as long as it likes: no timeout then. */
	readonly debugged?: Debugged | undefined;
}

/** A function that runs from its sources, so that a breakpoint is where it is in the editor. */
export interface Debugged {
	/** Where the debugger attaches, on 127.0.0.1. */
	readonly port: number;
	/** Where the handler's own path begins, without a bundler between: the project. */
	readonly sourceDir: string;
}

/** One warm process of a function. It runs one invocation at a time. */
export class Instance {
	readonly #child: ChildProcess;
	readonly #ready: Promise<void>;
	/** The process has ended and its last line was read. */
	readonly #ended: Promise<void>;
	#settle: ((outcome: Outcome) => void) | undefined;
	readonly #isDebugged: boolean;
	readonly #clock: Clock;
	#isAlive = true;

	constructor(options: InstanceOptions) {
		const { debugged, clock } = options;
		this.#clock = clock;
		this.#isDebugged = debugged !== undefined;
		const bundle = debugged?.sourceDir ?? options.bundleDir;
		this.#child = fork(RUNTIME, [bundle, options.handler, String(clock.offsetMs)], {
			env: { ...options.environment },
			// The heap limit leaves room for buffers and the runtime itself, which share the memory.
			execArgv: [
				'--no-warnings',
				...(debugged ? [`--inspect=127.0.0.1:${String(debugged.port)}`] : []),
				`--max-old-space-size=${String(Math.ceil(options.memorySize * 0.9))}`,
			],
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			// Ctrl-C reaches the whole process group; instances end when we end them, not before.
			detached: true,
		});
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			if (stream) forwardLines(stream, options.onLog);
		}
		this.#child.on('message', (message: InstanceMessage) => this.#onMessage(message));
		this.#ready = new Promise((resolve) => {
			this.#child.once('message', () => resolve());
			this.#child.once('exit', () => resolve());
		});
		this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
		this.#child.once('exit', (code, signal) => this.#onExit(code, signal));
	}

	get isAlive(): boolean {
		return this.#isAlive;
	}

	/** Resolves when the bundle is loaded, or when it never will be. */
	async untilReady(): Promise<void> {
		await this.#ready;
	}

	/** Runs one event. The process is killed after the context's time. Never rejects. */
	async invoke(event: unknown, context: InvocationContext): Promise<Outcome> {
		if (!this.#isAlive) return exited(context.awsRequestId, 'the process had already ended');
		const outcome = new Promise<Outcome>((resolve) => {
			this.#settle = resolve;
		});
		const timer = this.#isDebugged
			? undefined
			: setTimeout(() => this.#timeOut(context), context.timeoutMs);
		const message: InvokeMessage = { event, context, clockOffsetMs: this.#clock.offsetMs };
		this.#child.send(message, (error) => {
			if (error) this.#finish(exited(context.awsRequestId, error.message));
		});
		const result = await outcome;
		clearTimeout(timer);
		return result;
	}

	/** Ends the process at once. Nothing is logged once this resolves. */
	async kill(): Promise<void> {
		this.#child.kill('SIGKILL');
		await this.#ended;
	}

	#onMessage(message: InstanceMessage): void {
		switch (message.kind) {
			case 'ready':
				return;
			case 'result':
				this.#finish({ ok: true, payload: JSON.parse(message.payload) as unknown });
				return;
			case 'error':
				this.#finish({ ok: false, error: message.error });
		}
	}

	#timeOut({ awsRequestId }: InvocationContext): void {
		this.#isAlive = false;
		this.#child.kill('SIGKILL');
		const errorMessage = `RequestId: ${awsRequestId} Error: Task timed out`;
		this.#finish({ ok: false, error: { errorType: 'Sandbox.Timedout', errorMessage } });
	}

	#onExit(code: number | null, signal: NodeJS.Signals | null): void {
		this.#isAlive = false;
		this.#finish(exited('', `exit status ${signal ?? String(code)}`));
	}

	#finish(outcome: Outcome): void {
		this.#settle?.(outcome);
		this.#settle = undefined;
	}
}

function exited(requestId: string, why: string): Outcome {
	const errorMessage = `RequestId: ${requestId} Error: Runtime exited: ${why}`;
	return { ok: false, error: { errorType: 'Runtime.ExitError', errorMessage } };
}

function forwardLines(stream: Readable, onLine: (line: string) => void): void {
	createInterface({ input: stream }).on('line', onLine);
}
