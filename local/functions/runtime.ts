/**
 * The process in which one instance of a function lives: the counterpart of Lambda's Node runtime.
 * Started with the bundle's directory, its handler and the clock's offset as arguments, it speaks `InvokeMessage` and
 * `InstanceMessage` over Node's IPC channel and ends when that channel closes.
 */
import { existsSync, realpathSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shiftDate } from '../clock/shift-date.ts';
import type { FunctionError, InstanceMessage, InvokeMessage } from './outcome.ts';

type Handler = (event: unknown, context: object) => unknown;

const [, , bundlePath = '', handlerName = '', initialOffsetMs = '0'] = process.argv;
const bundleDir = realpathSync(bundlePath);

/** Lambda refuses a synchronous response above 6 MB. */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

let clockOffsetMs = Number(initialOffsetMs);
shiftDate(() => clockOffsetMs);

// On Lambda there is nothing but the bundle and the SDK. A dependency that was left out of the
// bundle would be found here in the project's node_modules, and only fail once deployed.
const bundleUrl = pathToFileURL(`${bundleDir}/`).href;
registerHooks({
	resolve(specifier, context, next) {
		if (specifier.startsWith('@aws-sdk/')) {
			return next(specifier, { ...context, parentURL: import.meta.url });
		}
		if (!context.parentURL?.startsWith(bundleUrl)) return next(specifier, context);
		const found = next(specifier, context);
		if (found.url.startsWith('file:') && !found.url.startsWith(bundleUrl)) {
			throw new Error(`Cannot find package '${specifier}': it is not part of the bundle`);
		}
		return found;
	},
});

process.once('disconnect', () => process.exit(0));

let handler: Handler | undefined;
let failure: FunctionError | undefined;
try {
	handler = await loadHandler();
} catch (error) {
	failure = describe(error);
}

process.on('message', (message: InvokeMessage) => void answer(message));
send({ kind: 'ready' });

async function loadHandler(): Promise<Handler> {
	const [path = '', name = ''] = handlerName.split(/\.(?=[^./]+$)/);
	// Sources, for a debugger: in a bundle there are none.
	const file = ['.js', '.mjs', '.cjs', '.ts']
		.map((extension) => join(bundleDir, path + extension))
		.find((candidate) => existsSync(candidate));
	if (!file) throw new Error(`Cannot find module '${path}' in the bundle`);
	const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
	const exported = module[name] ?? (module.default as Record<string, unknown> | undefined)?.[name];
	if (typeof exported !== 'function') {
		throw new TypeError(`${handlerName} is undefined or not exported`);
	}
	return exported as Handler;
}

async function answer({ event, context, ...given }: InvokeMessage): Promise<void> {
	({ clockOffsetMs } = given);
	const startedAt = performance.now();
	if (!handler) {
		send({ kind: 'error', error: failure ?? describe(new Error('The bundle did not load')) });
		return;
	}
	const { timeoutMs, ...described } = context;
	const remainingMs = (): number => timeoutMs - (performance.now() - startedAt);
	const full = {
		...described,
		getRemainingTimeInMillis: () => Math.max(0, Math.floor(remainingMs())),
	};
	try {
		const payload = JSON.stringify((await handler(event, full)) ?? null);
		if (Buffer.byteLength(payload) > MAX_RESPONSE_BYTES) {
			throw new RangeError('Response payload size exceeded maximum allowed payload size');
		}
		send({ kind: 'result', payload });
	} catch (error) {
		const described = describe(error);
		console.error(JSON.stringify({ level: 'ERROR', ...described }));
		send({ kind: 'error', error: described });
	}
}

function describe(error: unknown): FunctionError {
	if (!(error instanceof Error)) {
		return { errorType: typeof error, errorMessage: String(error) };
	}
	return {
		errorType: error.name,
		errorMessage: error.message,
		stackTrace: (error.stack ?? '').split('\n'),
	};
}

function send(message: InstanceMessage): void {
	process.send?.(message);
}
