import type { CommitDeps } from '../commit/commit-deps.ts';
import { commitDerivatives } from '../commit/commit-derivatives.ts';
import { finishUploads } from '../commit/finish-uploads.ts';
import { parseObjectKey, type ObjectPlace } from '../domain/object-key.ts';
import { VaultError } from '../domain/vault-error.ts';
import { removeSurplus } from '../orphans/surplus.ts';
import { sendOutbox } from '../outbox/send-outbox.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { ObjectVersion } from '../ports/object-store.ts';
import { inspectVersions } from '../restoring/inspect-versions.ts';
import type { ObjectEvent } from './internal/object-event.ts';

export interface EventDeps extends CommitDeps {
	readonly notifier: Notifier;
}

export interface Followed {
	/** About nothing of ours. */
	readonly ignored: number;
	/** Surplus versions taken away; see [Note: Surplus versions]. */
	readonly removed: number;
}

/**
 * Does what each event calls for. Events come twice, late and in any order, so none is believed: each
 * only says where to look. One that fails is reported when the others are done, so that the whole is
 * delivered again.
 */
export async function followObjectEvents(
	deps: EventDeps,
	events: readonly (ObjectEvent | undefined)[],
): Promise<Followed> {
	let ignored = 0;
	const failures: unknown[] = [];
	const ownerIds = new Set<string>();
	const created: ObjectVersion[] = [];
	for (const event of events) {
		const place = event && parseObjectKey(event.key);
		if (event === undefined || place === undefined) {
			ignored += 1;
			continue;
		}
		try {
			await follow(deps, event, place);
			ownerIds.add(place.ownerId);
		} catch (error) {
			// An account that is gone, or never was.
			if (error instanceof VaultError && error.code !== 'unavailable') ignored += 1;
			else {
				failures.push(error);
				continue;
			}
		}
		if (event.kind === 'created' && event.objectVersionId !== undefined) {
			created.push({ key: event.key, objectVersionId: event.objectVersionId });
		}
	}
	// What S3 keeps now, the sweep looks at later.
	const { removed } = await removeSurplus(deps, created);
	for (const ownerId of ownerIds) {
		await sendOutbox(deps, { ownerId }).catch((error: unknown) => failures.push(error));
	}
	if (failures.length > 0) throw new AggregateError(failures, 'some events could not be followed');
	return { ignored, removed };
}

async function follow(deps: EventDeps, event: ObjectEvent, place: ObjectPlace): Promise<void> {
	const { ownerId, versionId } = place;
	switch (event.kind) {
		case 'created':
			if (place.kind === 'original') await finishUploads(deps, ownerId, [{ uploadId: versionId }]);
			else await commitDerivatives(deps, ownerId, [{ versionId, kind: place.derivative }]);
			return;
		case 'restore':
		case 'moved':
			if (place.kind === 'original') await inspectStorage(deps, ownerId, versionId);
	}
}

/** Its class, and whether there is a restored copy: S3 is asked, as a later event may have come before this one. */
async function inspectStorage(deps: EventDeps, ownerId: string, versionId: string): Promise<void> {
	const version = (await deps.catalog.versions.getMany(ownerId, [versionId])).get(versionId);
	if (version?.state === 'ready') await inspectVersions(deps, ownerId, [version]);
}
