import type { Call } from '$lib/api/call';
import { Semaphore } from '../../concurrency/semaphore';
import { browserClock, browserConnection } from './browser-clock';
import { ByteBudget } from './byte-budget';
import type { Semaphores, UploadPorts } from './ports';
import { s3Transport } from './s3-transport';
import { VaultApi } from './vault-api';
import { WorkerReader } from './worker-reader';

/** Small files wait in S3's six connections, so that one is ready whenever a connection is free. */
const SMALL_AT_ONCE = 12;
/** Files read and hashed at a time: ahead of the connections, but never all of a batch. */
const READS_AT_ONCE = 8;
const KEPT_BYTES = 32 * 1024 * 1024;

/** What uploads need, as this browser and this deployment give it. */
export function browserPorts(call: Call): UploadPorts {
	const semaphores = semaphoresFor(partsAtOnce());
	return {
		api: new VaultApi(call, semaphores),
		transport: s3Transport,
		reader: new WorkerReader(),
		clock: browserClock,
		connection: browserConnection,
		semaphores,
		kept: new ByteBudget(KEPT_BYTES),
	};
}

function semaphoresFor(parts: number): Semaphores {
	return {
		read: new Semaphore(READS_AT_ONCE),
		send: new Semaphore(SMALL_AT_ONCE),
		// As many again are read, hashed and signed while a line's worth is on its way.
		hold: new Semaphore(2 * parts),
		part: new Semaphore(parts),
	};
}

/** What Chromium tells about the line; other browsers say nothing. */
interface LineHint {
	readonly effectiveType?: string;
	readonly saveData?: boolean;
}

/**
 * A desk fills all six connections a browser opens to one host. A phone has less memory, and on a
 * slow line few parts at a time finish sooner, so that a break costs less.
 */
function partsAtOnce(): number {
	const line: LineHint | undefined =
		'connection' in navigator ? (navigator.connection as LineHint) : undefined;
	const slow = line?.saveData === true || /2g|3g/.test(line?.effectiveType ?? '');
	if (slow) return 2;
	const phone = navigator.maxTouchPoints > 1 && Math.min(screen.width, screen.height) < 600;
	return phone ? 3 : 6;
}
