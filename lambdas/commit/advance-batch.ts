import { mailsIn } from '../mails/mails.ts';
import type { Batch, BatchProgress } from '../ports/batches.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';

/** What it takes to count and close a batch within a transaction. */
export interface BatchDeps {
	readonly repositories: Repositories;
	readonly clock: Clock;
	readonly newId: NewId;
}

/** So many names and folders do not wait for the night to be written down. See [Note: The manifest]. */
const LARGE_BATCH_FILES = 100;

interface BatchName {
	readonly ownerId: string;
	readonly batchId: string;
}

/** Counts files of a batch that are over; with the last one the batch is over too. */
export async function advanceBatch(
	deps: BatchDeps,
	{ ownerId, batchId }: BatchName,
	by: BatchProgress,
): Promise<void> {
	const batch = await deps.repositories.batches.advance(ownerId, batchId, by);
	if (batch !== undefined && batch.endedCount >= batch.fileCount) await closeBatch(deps, batch);
}

/** Closes a batch once, and owes its owner one message if anything arrived and the owner wants to be told. */
export async function closeBatch(
	{ repositories, clock, newId }: BatchDeps,
	batch: Batch,
): Promise<void> {
	const { ownerId, id: batchId, storedCount, storedBytes } = batch;
	const now = clock.now();
	if (!(await repositories.batches.close(ownerId, batchId, now))) return;
	if (storedCount >= LARGE_BATCH_FILES) await repositories.manifests.hasten(ownerId, now);
	if (storedCount === 0) return;
	const wish = await repositories.mailboxes.wishOf(ownerId);
	if (wish === undefined) return;
	const id = newId();
	await repositories.outbox.insert({
		id,
		ownerId,
		kind: 'batch-arrived',
		batchId,
		createdAt: now,
		...mailsIn(wish.language).arrived({ id, files: storedCount, bytes: storedBytes }),
	});
}
