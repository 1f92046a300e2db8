import { VaultError } from '../domain/vault-error.ts';
import { manifestPrefix } from '../manifest-format/manifest.ts';
import type { LeftPage } from '../ports/manifests.ts';
import { pagesOf } from '../runtime/pages.ts';
import { DELETE_MAX, writeManifest, type ManifestDeps } from './write-manifest.ts';

/** A vault's manifest is written once a day, and sooner after a large batch; in seconds. */
const EVERY_SECONDS = 24 * 3600;
/** Longer than a run may take: what one that died has begun is for another one then, in seconds. */
export const CLAIM_SECONDS = 3600;
/** Vaults asked for at a time. */
const PAGE = 100;
/** People looked at in one statement, for who has come and who has left. */
const PEOPLE = 1000;

/** What a run did, for the log and the alarms. */
export interface WrittenManifests {
	/** Vaults looked at. */
	readonly vaults: number;
	/** Objects written, manifests not counted. */
	readonly chunks: number;
	readonly bytes: number;
	/** Of people who have left. */
	readonly erased: number;
	/** Could not be written or erased now. */
	readonly failed: number;
	/** False where the time was up first. */
	readonly complete: boolean;
}

/** Writes each manifest that is due, and erases those of people who have left. Any number may run at once, and any may die. */
export async function writeManifests(deps: ManifestDeps): Promise<WrittenManifests> {
	const counts = { vaults: 0, chunks: 0, bytes: 0, erased: 0, failed: 0 };
	const { manifests } = deps.catalog;
	let come: string | undefined = '';
	while (come !== undefined) {
		if (!deps.hasTimeLeft()) return { ...counts, complete: false };
		come = await manifests.enrol(deps.clock.now(), { after: come, limit: PEOPLE });
	}
	for (;;) {
		const due = await manifests.due(deps.clock.now(), PAGE);
		if (due.length === 0) break;
		for (const ownerId of due) {
			if (!deps.hasTimeLeft()) return { ...counts, complete: false };
			await writeOne(deps, ownerId, counts);
		}
	}
	let looked: string | undefined = '';
	while (looked !== undefined) {
		const page: LeftPage = await manifests.left({ after: looked, limit: PEOPLE });
		for (const ownerId of page.ownerIds) {
			if (!deps.hasTimeLeft()) return { ...counts, complete: false };
			await eraseOne(deps, ownerId, counts);
		}
		looked = page.last;
	}
	return { ...counts, complete: true };
}

type Counts = { -readonly [Name in keyof Omit<WrittenManifests, 'complete'>]: number };

/** One that fails stays claimed, and is due again when the claim ends. */
async function writeOne(deps: ManifestDeps, ownerId: string, counts: Counts): Promise<void> {
	const { catalog, clock } = deps;
	const now = clock.now();
	if (!(await catalog.manifests.claim(ownerId, now, secondsAfter(now, CLAIM_SECONDS)))) return;
	try {
		const { chunks, bytes } = await writeManifest(deps, ownerId);
		counts.vaults += 1;
		counts.chunks += chunks;
		counts.bytes += bytes;
	} catch (error) {
		// Who has left since has no manifest any more: the next run erases it.
		const hasLeft = error instanceof VaultError && error.code === 'vault_deleted';
		if (!hasLeft) counts.failed += 1;
		if (error instanceof VaultError) return;
		throw error;
	}
	await catalog.manifests.setWritten(ownerId, now, secondsAfter(now, EVERY_SECONDS));
}

/** Every version of it, for ever. */
async function eraseOne(deps: ManifestDeps, ownerId: string, counts: Counts): Promise<void> {
	const { catalog, documents } = deps;
	try {
		for await (const page of pagesOf(documents.list(manifestPrefix(ownerId)), DELETE_MAX)) {
			await documents.erase(page);
		}
		await catalog.manifests.forget(ownerId);
		counts.erased += 1;
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		counts.failed += 1;
	}
}

function secondsAfter(time: Date, seconds: number): Date {
	return new Date(time.getTime() + seconds * 1000);
}
