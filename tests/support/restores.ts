import { randomUUID } from 'node:crypto';
import type { Uploader, World } from './world.ts';

/** What an archived file of the tests holds. */
export const old = Buffer.from('an old file');

/** Asks for files to be restored, at Standard where nothing else is said. */
export function begin(person: Uploader, entryIds: readonly string[], more = {}) {
	return person.can.beginRestore({
		id: randomUUID(),
		targets: entryIds.map((entryId) => ({ entryId })),
		tier: 'Standard',
		...more,
	});
}

export async function jobOf(person: Uploader, jobId: string) {
	return (await person.can.getRestore({ jobId })).job;
}

/** A job that S3 has not been asked for. */
export async function stuckJob(world: World, person: Uploader, name: string): Promise<string> {
	const { id } = await person.uploadArchived(name, old);
	world.bucket.s3.injectFaults(({ operation }) =>
		operation === 'RestoreObject' ? { status: 503 } : undefined,
	);
	const { job } = await begin(person, [id]);
	world.bucket.s3.injectFaults(undefined);
	return job.id;
}

/** A file that was archived and can be read now, for so many days. */
export async function restored(
	world: World,
	person: Uploader,
	name: string,
	days: number,
): Promise<string> {
	const { id } = await person.uploadArchived(name, old);
	await begin(person, [id], { tier: 'Expedited', days });
	await world.passHours(0.1);
	return id;
}
