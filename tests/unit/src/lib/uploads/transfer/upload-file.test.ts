import { PART_SIZE_BYTES, SINGLE_REQUEST_MAX_BYTES, UPLOAD_URL_SECONDS } from '#contract/limits';
import { Semaphore } from '$lib/concurrency/semaphore';
import { ApiError } from '$lib/errors/api-error';
import { sha256 } from '$lib/uploads/transfer/checksum';
import { TransferError } from '$lib/uploads/transfer/transfer-error';
import { UnreadableFile } from '$lib/uploads/transfer/unreadable-file';
import { uploadFile } from '$lib/uploads/transfer/upload-file';
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { FakeUploadPorts, RecordedTask, id } from '../fake-upload-ports';

const PART = PART_SIZE_BYTES;
const sizeHash = (size: number) => sha256(new TextEncoder().encode(String(size)));

function start(vault: FakeUploadPorts, sizeBytes: number, uploadId?: string) {
	const task = new RecordedTask(sizeBytes);
	task.uploadId = uploadId;
	task.start();
	const done = uploadFile(task, vault.ports());
	// Tests await it when they are ready; until then a failure is not unhandled.
	done.catch(() => undefined);
	return { done, task };
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** By no thread, whose time would be none of the clock's. */
function hashAtOnce() {
	vi.spyOn(crypto.subtle, 'digest').mockImplementation((_algorithm, bytes) => {
		const digest = createHash('sha256').update(bytes as Uint8Array);
		return Promise.resolve(new Uint8Array(digest.digest()).buffer);
	});
}
const puts = (vault: FakeUploadPorts) => vault.log.filter((line) => line.startsWith('put'));
const signs = (vault: FakeUploadPorts) => vault.log.filter((line) => line.startsWith('sign'));
const signedParts = (vault: FakeUploadPorts) =>
	signs(vault).flatMap((line) => line.replace('sign ', '').split(' '));
const asked = (vault: FakeUploadPorts) => vault.log.filter((line) => line !== 'read');
const times = (vault: FakeUploadPorts, line: string) =>
	vault.log.filter((each) => each === line).length;

describe('a file of one request', () => {
	it.each([0, 1, SINGLE_REQUEST_MAX_BYTES])(
		'reads, begins, posts and completes %i bytes, in that order',
		async (size) => {
			const vault = new FakeUploadPorts();

			const outcome = await start(vault, size).done;

			expect(outcome.outcome).toBe('stored');
			const rereads = vault.log.filter((line) => line === 'read').slice(1);
			const checksum = await sizeHash(size);
			expect(vault.log).toEqual([
				...['read', 'begin'],
				...rereads,
				...['post form', `complete ${checksum}`],
			]);
		},
	);

	it('reads a file again that was too large to be kept in memory while it waited', async () => {
		const vault = new FakeUploadPorts();

		await start(vault, 2_000_000).done;

		expect(vault.log.slice(0, 3)).toEqual(['read', 'begin', 'read']);
	});

	it('asks for a fresh form where S3 calls the old one expired', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('post form', new TransferError(403, 'AccessDenied'));

		await start(vault, 10).done;

		expect(vault.log.slice(0, 5)).toEqual(['read', 'begin', 'post form', 'begin', 'post form']);
	});

	it('takes a third 403 in a row at its word', async () => {
		const vault = new FakeUploadPorts();
		const refused = new TransferError(403, 'AccessDenied');
		vault.fail('post form', refused, refused, refused);

		await expect(start(vault, 10).done).rejects.toBe(refused);
	});

	it.each(['already-here', 'skipped'] as const)('sends nothing where it is %s', async (outcome) => {
		const vault = new FakeUploadPorts();
		vault.beginAnswer = ({ ref }) => ({ ref, outcome, entryId: id(5) });

		const answer = await start(vault, 10).done;

		expect(answer.outcome).toBe(outcome);
		expect(vault.log).toEqual(['read', 'begin']);
	});

	it('fails with the reason where the vault refuses it', async () => {
		const vault = new FakeUploadPorts();
		vault.beginAnswer = ({ ref }) => ({ ref, outcome: 'refused', code: 'quota_exceeded' });

		await expect(start(vault, 10).done).rejects.toMatchObject({ code: 'quota_exceeded' });
	});

	it('fails when the file can no longer be read, and asks the vault for nothing', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('read', new UnreadableFile('gone'));

		await expect(start(vault, 10).done).rejects.toMatchObject({ why: 'gone' });
		expect(vault.log).toEqual(['read']);
	});

	it('is not stored before the vault has looked itself', async () => {
		const vault = new FakeUploadPorts();
		vault.completeAnswer = (uploadId) => {
			return { uploadId, outcome: 'failed', code: 'content_mismatch' };
		};

		await expect(start(vault, 10).done).rejects.toMatchObject({ code: 'content_mismatch' });
	});
});

describe('a file in parts', () => {
	it.each([
		[SINGLE_REQUEST_MAX_BYTES + 1, 2],
		[2 * PART - 1, 2],
		[2 * PART, 2],
		[2 * PART + 1, 3],
		[300_000_000, 18],
	])('sends each part of %i bytes once', async (size, parts) => {
		const vault = new FakeUploadPorts();

		await start(vault, size).done;

		expect(puts(vault).toSorted()).toEqual(
			Array.from({ length: parts }, (_, index) => `put ${String(index + 1)}`).toSorted(),
		);
		expect(vault.pieces.reduce((sum, piece) => sum + piece.size, 0)).toBe(size);
		expect(vault.log.at(-1)).toMatch(new RegExp(`^complete .+-${String(parts)}$`));
	});

	it.each([undefined, id(7)])('gets ready to read before the vault is asked', async (uploadId) => {
		const vault = new FakeUploadPorts();

		await start(vault, 2 * PART, uploadId).done;

		expect(vault.preparedAfter).toEqual([]);
	});

	it('hashes its first parts while the vault is asked for room', async () => {
		const vault = new FakeUploadPorts();

		await start(vault, 4 * PART).done;

		expect(vault.log.slice(0, 3)).toEqual(['read', 'read', 'begin']);
		expect(times(vault, 'read')).toBe(4);
	});

	it('fails as ever where its first part cannot be read', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('read', new UnreadableFile('gone'));

		await expect(start(vault, 4 * PART).done).rejects.toMatchObject({ why: 'gone' });
	});

	it('asks no more of a file that cannot be read and is here already', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('read', new UnreadableFile('gone'), new UnreadableFile('gone'));
		vault.beginAnswer = ({ ref }) => ({ ref, outcome: 'already-here', entryId: id(5) });

		expect((await start(vault, 4 * PART).done).outcome).toBe('already-here');
		expect(vault.log).toEqual(['read', 'read', 'begin']);
	});

	it('resumes with only the missing parts, and those first', async () => {
		const vault = new FakeUploadPorts();
		for (const partNumber of [1, 3]) {
			vault.held.set(partNumber, { partNumber, sizeBytes: PART, sha256: await sizeHash(PART) });
		}

		const { done, task } = start(vault, 4 * PART, id(7));
		await done;

		expect(vault.log[0]).toBe(`resume ${id(7)}`);
		expect(puts(vault).toSorted()).toEqual(['put 2', 'put 4']);
		expect(vault.log).not.toContain('begin');
		expect(task.progressed.find((bytes) => bytes > 0)).toBe(PART);
	});

	it('sends a held part again whose bytes are not those of the file', async () => {
		const vault = new FakeUploadPorts();
		vault.held.set(1, { partNumber: 1, sizeBytes: PART, sha256: await sizeHash(1) });
		vault.held.set(2, { partNumber: 2, sizeBytes: 5, sha256: await sizeHash(5) });

		await start(vault, 2 * PART, id(7)).done;

		expect(puts(vault).toSorted()).toEqual(['put 1', 'put 2']);
	});

	it('begins anew where the vault no longer knows the upload', async () => {
		const vault = new FakeUploadPorts();
		vault.fail(`resume ${id(7)}`, new ApiError('not_found'));

		const outcome = await start(vault, 2 * PART, id(7)).done;

		expect(asked(vault).slice(0, 2)).toEqual([`resume ${id(7)}`, 'begin']);
		expect(outcome.outcome).toBe('stored');
	});

	it.each([new TransferError(500), new TransferError(429), new TransferError(0)])(
		'sends a part that fails twice three times (%s)',
		async (error) => {
			const vault = new FakeUploadPorts();
			vault.fail('put 2', error, error);

			await start(vault, 3 * PART).done;

			expect(times(vault, 'put 2')).toBe(3);
			expect(times(vault, 'put 1')).toBe(1);
			expect(vault.sleeps).toHaveLength(2);
		},
	);

	it('never repeats another refusal of S3', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('put 2', new TransferError(400, 'BadDigest'));

		await expect(start(vault, 3 * PART).done).rejects.toMatchObject({ code: 'BadDigest' });
		expect(times(vault, 'put 2')).toBe(1);
	});

	it('tells a file that is gone from a line that broke, and tries no more', async () => {
		const vault = new FakeUploadPorts();
		vault.beforePut = () => {
			vault.fail('read', new UnreadableFile('gone'));
			return Promise.reject(new TransferError(0));
		};

		await expect(start(vault, 2 * PART).done).rejects.toMatchObject({ why: 'gone' });
		expect(vault.sleeps).toEqual([]);
		expect(puts(vault).toSorted()).toEqual(['put 1', 'put 2']);
	});

	it('signs a part again whose address has expired', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('put 2', new TransferError(403, 'AccessDenied'));

		await start(vault, 3 * PART).done;

		expect(signedParts(vault).toSorted()).toEqual(['1', '2', '2', '3']);
		expect(times(vault, 'put 2')).toBe(2);
	});

	it('signs the 64 parts of a gigabyte by few calls, each part once', async () => {
		const vault = new FakeUploadPorts();
		vault.beforePut = () => new Promise((resolve) => setTimeout(resolve));

		await start(vault, 64 * PART).done;

		expect(signs(vault).length).toBeLessThanOrEqual(20);
		expect(new Set(signedParts(vault)).size).toBe(64);
		expect(signedParts(vault)).toHaveLength(64);
	});

	/** Milliseconds: one part after the other is hashed, six are sent side by side, one call signs at a time. */
	it.each([
		{ hashMs: 10, putMs: 600, signMs: 2 },
		{ hashMs: 60, putMs: 600, signMs: 50 },
		{ hashMs: 90, putMs: 600, signMs: 50 },
		{ hashMs: 30, putMs: 3000, signMs: 150 },
	])(
		'keeps six connections busy by few calls where a hash takes $hashMs, a part $putMs and a call $signMs ms',
		async ({ hashMs, putMs, signMs }) => {
			vi.useFakeTimers();
			hashAtOnce();
			const vault = new FakeUploadPorts();
			const hashing = new Semaphore(1);
			const { signal } = new AbortController();
			vault.beforeRead = () => hashing.run(() => after(hashMs), signal);
			vault.beforeSign = () => after(signMs);
			vault.beforePut = () => after(putMs);
			const startedAt = Date.now();
			const { done } = start(vault, 64 * PART);

			await vi.runAllTimersAsync();
			await done;

			const tookMs = Date.now() - startedAt;
			vi.useRealTimers();
			vi.restoreAllMocks();
			expect(signs(vault).length).toBeLessThanOrEqual(24);
			// The first six parts are hashed and signed while connections wait.
			expect(tookMs).toBeLessThan((64 / 6) * putMs * 1.05 + 6 * hashMs + 2 * signMs + putMs);
		},
	);

	it('waits for no company while connections are free: a single part is signed at once', async () => {
		const vault = new FakeUploadPorts();
		const { sizeBytes } = { sizeBytes: PART };
		vault.held.set(2, { partNumber: 2, sizeBytes, sha256: await sizeHash(sizeBytes) });

		await start(vault, 2 * PART, id(7)).done;

		expect(signs(vault)).toEqual(['sign 1']);
	});

	it('asks anew for an address that has waited for long, before its bytes are sent in vain', async () => {
		const vault = new FakeUploadPorts();
		vault.beforePut = async () => {
			await vi.waitFor(() => expect(signedParts(vault).length).toBeGreaterThan(6));
			vault.nowMs += UPLOAD_URL_SECONDS * 1000;
		};

		await start(vault, 12 * PART).done;

		// Six connections took theirs at once; of the others those that waited had grown old.
		expect(signedParts(vault).length).toBeGreaterThan(12);
		expect(puts(vault)).toHaveLength(12);
	});

	it('gives up after many failures in a row, but finishes the parts under way', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('put 1', ...Array.from({ length: 50 }, () => new TransferError(503)));

		await expect(start(vault, 2 * PART).done).rejects.toMatchObject({ status: 503 });

		expect(times(vault, 'put 1')).toBeLessThan(20);
		expect(times(vault, 'put 2')).toBe(1);
	});

	it('waits while offline, without counting it as a failure', async () => {
		const vault = new FakeUploadPorts();
		vault.beforePut = () => {
			vault.online = false;
			return Promise.reject(new TransferError(0));
		};

		const { done } = start(vault, 2 * PART);
		await vi.waitFor(() => expect(vault.log).toContain('offline'));
		vault.beforePut = undefined;
		vault.goOnline();

		expect((await done).outcome).toBe('stored');
		expect(vault.sleeps).toEqual([]);
	});

	it('stops everything when it is cancelled: no part, no signature, no completion follows', async () => {
		const vault = new FakeUploadPorts();
		vault.beforePut = (_part, signal) =>
			new Promise((_, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			});
		const { done, task } = start(vault, 50 * PART);
		await vi.waitFor(() => expect(puts(vault)).toHaveLength(6));

		task.cancel();

		await expect(done).rejects.toHaveProperty('name', 'AbortError');
		const after = vault.log.length;
		await Promise.resolve();
		expect(vault.log).toHaveLength(after);
		expect(vault.log.some((line) => line.startsWith('complete'))).toBe(false);
		expect(task.begunIds).toEqual([id(7)]);
	});

	it('never has more than six parts on their way, nor many in memory', async () => {
		const vault = new FakeUploadPorts();
		let flying = 0;
		let most = 0;
		vault.beforePut = async () => {
			most = Math.max(most, (flying += 1));
			await new Promise((resolve) => setTimeout(resolve));
			flying -= 1;
		};

		await start(vault, 40 * PART).done;

		expect(most).toBe(6);
	});

	it('tells progress that grows to the size of the file and never beyond', async () => {
		const vault = new FakeUploadPorts();
		vault.fail('put 2', new TransferError(500));
		const size = 3 * PART + 5;

		const { done, task } = start(vault, size);
		await done;

		expect(Math.max(...task.progressed)).toBe(size);
		expect(task.progressed.at(-1)).toBe(size);
		expect(task.checksums).toHaveLength(1);
	});

	it('reads no part longer than a part', async () => {
		const vault = new FakeUploadPorts();

		await start(vault, 5 * PART + 1).done;

		expect(Math.max(...vault.pieces.map(({ size }) => size))).toBe(PART);
	});
});
