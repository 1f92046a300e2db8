import { AsyncLocalStorage } from 'node:async_hooks';

/** What a function waits for. */
export type Dependency = 'database' | 'storage' | 'mail' | 'signing' | 'people';

/** What a request may take unless its route says otherwise, in milliseconds: answered in five seconds with all around it. */
export const REQUEST_MS = 4500;
/** How long a dependency may say nothing before it is taken to be frozen, in milliseconds. */
const SILENCE_MS = 3500;
/** The same where no request waits and no function said how long it has, in milliseconds. */
const UNHURRIED_MS = 8000;

export interface PatienceOptions {
	/** From now on, in milliseconds. */
	readonly withinMs: number;
	/** Default: what a person may be kept waiting for nothing. */
	readonly silenceMs?: number;
}

interface Patience {
	/** On the clock of `performance.now()`. */
	readonly until: number;
	readonly silenceMs: number;
	readonly silent: Set<Dependency>;
}

const current = new AsyncLocalStorage<Patience>();

/**
 * [Note: One deadline] Everything that `work` waits for shares one deadline: being given a connection,
 * connecting, statements, calls of AWS and their retries. A request that does much may have a late one;
 * but a dependency that is silent for some seconds is waited for once in a request, and from then on
 * asked for nothing. So a frozen database or bucket is answered with 503 within five seconds, while a
 * slow one that goes on answering is not cut off.
 */
export function withPatience<T>(
	{ withinMs, silenceMs = SILENCE_MS }: PatienceOptions,
	work: () => Promise<T>,
): Promise<T> {
	return current.run({ until: performance.now() + withinMs, silenceMs, silent: new Set() }, work);
}

/** A call that is known to be silent for long. */
export interface LongCall {
	/** How long its dependency may say nothing, in milliseconds. */
	readonly silenceMs: number;
	/** What is kept of the deadline for what comes after it, in milliseconds. */
	readonly reserveMs: number;
}

/** How long the next answer of `dependency` may take, in milliseconds; 0: do not ask. */
export function patienceWith(dependency: Dependency, call?: LongCall): number {
	const patience = current.getStore();
	if (patience === undefined) return call?.silenceMs ?? UNHURRIED_MS;
	if (patience.silent.has(dependency)) return 0;
	const left = patience.until - performance.now() - (call?.reserveMs ?? 0);
	return Math.max(0, Math.min(call?.silenceMs ?? patience.silenceMs, left));
}

/** To be called where an answer did not come in the time that `patienceWith` gave. */
export function saidNothing(dependency: Dependency): void {
	current.getStore()?.silent.add(dependency);
}
