import { compositeChecksum } from './checksum';
import { partPlan, type Part } from './part-plan';
import type { HeldPart, ReadBytes, UploadPorts } from './ports';
import { RenewableAddress } from './renewable-address';
import { retrying } from './retry';
import { SentBytes } from './sent-bytes';
import type { UploadTask } from './upload-task.svelte';

/** How an upload in parts goes on: what it is cut into, and what S3 holds of it already. */
export interface PartsStart {
	readonly uploadId: string;
	readonly partSizeBytes: number;
	readonly held: readonly HeldPart[];
}

/** Bytes of one file that may be in memory at once; large parts go fewer at a time. */
const HELD_BYTES_MAX = 256 * 1024 * 1024;
/** More workers than connections: the others read, hash and sign ahead, so that no connection waits. */
const WORKERS_MAX = 10;

/**
 * Sends the parts S3 does not hold yet, several at a time, and returns the checksum of the whole.
 * Parts it holds are read too: one whose bytes differ from the file's is sent again.
 */
export async function sendParts(
	task: UploadTask,
	start: PartsStart,
	ports: UploadPorts,
): Promise<string> {
	const { bytes: file, sizeBytes, signal } = task;
	const plan = partPlan(sizeBytes, start.partSizeBytes);
	const held = new Map(start.held.map((part) => [part.partNumber, part]));
	const sent = new SentBytes(task);
	const digests: string[] = [];

	await eachByWorkers(missingFirst(plan, held, sent), workersFor(start.partSizeBytes), (part) =>
		ports.semaphores.hold.run(async () => {
			const read = await ports.reader.read(file.slice(part.start, part.end), signal);
			digests[part.partNumber - 1] = read.sha256;
			if (held.get(part.partNumber)?.sha256 === read.sha256) return;
			await sendPart(task, { uploadId: start.uploadId, part, read, sent }, ports);
		}, signal),
	);
	return compositeChecksum(digests);
}

function workersFor(partSizeBytes: number): number {
	return Math.max(1, Math.min(WORKERS_MAX, Math.floor(HELD_BYTES_MAX / partSizeBytes)));
}

/** What is missing goes first, so that a resumed upload moves at once and compares later. */
function missingFirst(
	plan: readonly Part[],
	held: Map<number, HeldPart>,
	sent: SentBytes,
): readonly Part[] {
	const there: Part[] = [];
	const missing: Part[] = [];
	for (const part of plan) {
		const sizeBytes = part.end - part.start;
		const same = held.get(part.partNumber)?.sizeBytes === sizeBytes;
		if (same) sent.set(part.partNumber, sizeBytes);
		else held.delete(part.partNumber);
		(same ? there : missing).push(part);
	}
	return [...missing, ...there];
}

interface ReadPart {
	readonly uploadId: string;
	readonly part: Part;
	readonly read: ReadBytes;
	readonly sent: SentBytes;
}

async function sendPart(
	task: UploadTask,
	{ uploadId, part: { partNumber, start, end }, read: { bytes, sha256 }, sent }: ReadPart,
	ports: UploadPorts,
): Promise<void> {
	const { signal } = task;
	const sign = () =>
		retrying(task, ports, () => ports.api.signPart(uploadId, { partNumber, sha256 }, signal));
	const onProgress = (count: number) => sent.set(partNumber, Math.min(count, end - start));

	sent.set(partNumber, 0);
	const address = new RenewableAddress(await sign(), sign);
	const put = () =>
		address.use((signed) => ports.transport.putPart(signed, bytes, { signal, onProgress }));
	await ports.semaphores.part.run(
		() =>
			retrying(task, ports, async () => {
				onProgress(0);
				await put();
			}),
		signal,
	);
	sent.set(partNumber, end - start);
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
