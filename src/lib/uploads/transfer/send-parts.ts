import { UPLOAD_URL_SECONDS } from '#contract/limits';
import { Batcher } from '../../concurrency/batcher';
import { compositeChecksum } from './checksum';
import { partPlan, type Part } from './part-plan';
import type { HeldPart, PartToSign, SignedPart, UploadPorts } from './ports';
import { RenewableAddress } from './renewable-address';
import { retrying } from './retry';
import { SentBytes } from './sent-bytes';
import { TransferError } from './transfer-error';
import type { UploadTask } from './upload-task.svelte';

/** How an upload in parts goes on: what it is cut into, and what S3 holds of it already. */
export interface PartsStart {
	readonly uploadId: string;
	readonly partSizeBytes: number;
	readonly held: readonly HeldPart[];
	/** The checksums of the first parts, which are being made already. Base64. */
	readonly hashing: readonly Promise<string>[];
}

/** Bytes of one file that may be hashed, signed or sent at once; large parts go fewer at a time, as a break costs all of them. */
const HELD_BYTES_MAX = 256 * 1024 * 1024;
/** More workers than connections: the others read, hash and sign ahead, so that no connection waits. */
const WORKERS_MAX = 12;
/** So many hashed parts share a call, and fewer where a connection would wait for the others. */
const SIGNED_TOGETHER = 4;
/** Far longer than parts wait for each other: it ends what should not be. In milliseconds. */
const SIGN_IDLE_MS = 60_000;
/** An address that has waited longer is asked for anew: S3 would refuse it only after all its bytes. In milliseconds. */
const ADDRESS_WAITS_MS = UPLOAD_URL_SECONDS * 1000 * (2 / 3);

/**
 * Sends the parts S3 does not hold yet, several at a time, and returns the checksum of the whole.
 * Parts it holds are read too: one whose bytes differ from the file's is sent again.
 */
export async function sendParts(
	task: UploadTask,
	start: PartsStart,
	ports: UploadPorts,
): Promise<string> {
	return new PartsSender(task, start, ports).run();
}

class PartsSender {
	readonly #task: UploadTask;
	readonly #start: PartsStart;
	readonly #ports: UploadPorts;
	readonly #sent: SentBytes;
	readonly #held: Map<number, HeldPart>;
	readonly #digests: string[] = [];
	readonly #signs: Batcher<PartToSign, SignedPart>;
	/** Parts that are hashed or wait for it. */
	#hashing = 0;
	/** Signed, and without a connection yet. */
	#signedCount = 0;

	constructor(task: UploadTask, start: PartsStart, ports: UploadPorts) {
		this.#task = task;
		this.#start = start;
		this.#ports = ports;
		this.#sent = new SentBytes(task, ports.clock);
		this.#held = new Map(start.held.map((part) => [part.partNumber, part]));
		this.#signs = new Batcher({
			ask: (parts) => this.#sign(parts),
			countFor: () => SIGNED_TOGETHER,
			idleMs: SIGN_IDLE_MS,
			quiet: () => this.#signedCount === 0 && (ports.semaphores.part.open || this.#hashing === 0),
			// What is read while a call is under way shares the next one.
			oneAtATime: true,
		});
	}

	async run(): Promise<string> {
		const { hold } = this.#ports.semaphores;
		await eachByWorkers(this.#missingFirst(), workersFor(this.#start.partSizeBytes), (part) =>
			hold.run(() => this.#bring(part), this.#task.signal),
		);
		return compositeChecksum(this.#digests);
	}

	/** What is missing goes first, so that a resumed upload moves at once and compares later. */
	#missingFirst(): readonly Part[] {
		const there: Part[] = [];
		const missing: Part[] = [];
		for (const part of partPlan(this.#task.sizeBytes, this.#start.partSizeBytes)) {
			const sizeBytes = part.end - part.start;
			const same = this.#held.get(part.partNumber)?.sizeBytes === sizeBytes;
			if (same) this.#sent.set(part.partNumber, sizeBytes);
			else this.#held.delete(part.partNumber);
			(same ? there : missing).push(part);
		}
		return [...missing, ...there];
	}

	async #bring(part: Part): Promise<void> {
		const bytes = this.#task.bytes.slice(part.start, part.end);
		const sha256 = await this.#hash(part, bytes);
		this.#digests[part.partNumber - 1] = sha256;
		if (this.#held.get(part.partNumber)?.sha256 !== sha256)
			await this.#send(part, { bytes, sha256 });
	}

	async #hash({ partNumber }: Part, bytes: Blob): Promise<string> {
		this.#hashing += 1;
		try {
			const begun = this.#start.hashing[partNumber - 1];
			return await (begun ?? this.#ports.reader.hash(bytes, this.#task.signal));
		} finally {
			this.#hashing -= 1;
			this.#signs.consider();
		}
	}

	async #send(
		{ partNumber, start, end }: Part,
		{ bytes, sha256 }: { readonly bytes: Blob; readonly sha256: string },
	): Promise<void> {
		const { signal } = this.#task;
		const { clock, semaphores } = this.#ports;
		const asked = { partNumber, sha256 };
		const renew = async () => (await this.#sign([asked]))[0] ?? neverSigned();
		const onProgress = (count: number) =>
			this.#sent.moved(partNumber, Math.min(count, end - start));

		this.#sent.set(partNumber, 0);
		const signed = await this.#signs.add(asked, signal);
		const signedAt = clock.now();
		this.#signedCount += 1;
		await semaphores.part.run(async () => {
			this.#leftTheLine();
			const isOld = clock.now() - signedAt > ADDRESS_WAITS_MS;
			const address = new RenewableAddress(isOld ? await renew() : signed, renew);
			await retrying(this.#task, this.#ports, async () => {
				this.#sent.set(partNumber, 0);
				await address.use((current) => this.#put(current, bytes, onProgress));
			});
		}, signal);
		this.#signs.consider();
		this.#sent.set(partNumber, end - start);
	}

	/**
	 * The browser reads a slice of the file once more as it sends it, so that no part is in the page's memory. Bytes that have changed
	 * since are not those that were signed for, and S3 refuses them. Those that cannot be read any more look like a broken line.
	 */
	async #put(
		address: SignedPart,
		bytes: Blob,
		onProgress: (sentBytes: number) => void,
	): Promise<void> {
		const { reader, transport } = this.#ports;
		const { signal } = this.#task;
		try {
			await transport.putPart(address, bytes, { signal, onProgress });
		} catch (error) {
			const unanswered = error instanceof TransferError && error.status === 0;
			if (unanswered) await reader.hash(bytes.slice(0, 1), signal);
			throw error;
		}
	}

	#leftTheLine(): void {
		this.#signedCount -= 1;
		this.#signs.consider();
	}

	#sign(parts: readonly PartToSign[]): Promise<readonly SignedPart[]> {
		const { api } = this.#ports;
		return retrying(this.#task, this.#ports, () =>
			api.signParts(this.#start.uploadId, parts, this.#task.signal),
		);
	}
}

function neverSigned(): never {
	throw new Error('an address for each part');
}

function workersFor(partSizeBytes: number): number {
	return Math.max(1, Math.min(WORKERS_MAX, Math.floor(HELD_BYTES_MAX / partSizeBytes)));
}

/**
 * As many workers as given take one part after the other. When one fails no further part is taken, but
 * those under way are finished: what has arrived need not be sent again.
 */
async function eachByWorkers(
	parts: readonly Part[],
	workers: number,
	work: (part: Part) => Promise<void>,
): Promise<void> {
	const queue = parts.values();
	let failed = false;
	const worker = async () => {
		for (const part of queue) {
			if (failed) return;
			try {
				await work(part);
			} catch (error) {
				failed = true;
				throw error;
			}
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: workers }, worker));
	const failure = ends.find((end) => end.status === 'rejected');
	if (failure !== undefined) throw failure.reason;
}
