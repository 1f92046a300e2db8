import type { CommitDeps } from '../commit/commit-deps.ts';
import { commitDerivatives } from '../commit/commit-derivatives.ts';
import { finishUploads } from '../commit/finish-uploads.ts';
import { parseObjectKey } from '../domain/object-key.ts';
import { VaultError } from '../domain/vault-error.ts';
import { removeSurplus } from '../orphans/surplus.ts';
import { sendOutbox } from '../outbox/send-outbox.ts';
import type { Notifier } from '../ports/notifier.ts';
import { inspectVersions } from '../restoring/inspect-versions.ts';
import { eachForItself } from './internal/each-for-itself.ts';
import type { ObjectEvent } from './internal/object-event.ts';

export interface EventDeps extends CommitDeps {
	readonly notifier: Notifier;
	/** False when the function's time is nearly up: what is left comes again. */
	readonly hasTimeLeft: () => boolean;
}

export interface Followed {
	/** About nothing of ours. */
	readonly ignored: number;
	/** Surplus versions taken away; see [Note: Surplus versions]. */
	readonly removed: number;
	/** What went wrong with each that could not be followed; it has to come again. */
	readonly failures: ReadonlyMap<ObjectEvent, unknown>;
}

/**
 * Does what the events call for. Events come twice, late and in any order, so none is believed: each
 * only says where to look. They come some time after the object (resources/queues.yml), when the
 * browser has mostly done the work itself; then one indexed read for all of them is enough.
 */
export async function followObjectEvents(
	deps: EventDeps,
	events: readonly (ObjectEvent | undefined)[],
): Promise<Followed> {
	const ours = events.flatMap((event) => (event && parseObjectKey(event.key) ? [event] : []));
	const failures = new Map<ObjectEvent, unknown>();
	const gone = new Set<ObjectEvent>();
	for (const [ownerId, own] of Map.groupBy(ours, ownerOf)) {
		for (const [kind, some] of Map.groupBy(own, kindOf)) {
			const follow = (few: readonly ObjectEvent[]) => FOLLOW[kind](deps, ownerId, few);
			for (const [event, error] of await eachForItself(some, follow, deps.hasTimeLeft)) {
				if (isOfNoVault(error)) gone.add(event);
				else failures.set(event, error);
			}
		}
	}
	// What S3 keeps now, the sweep looks at later.
	const { removed } = await removeSurplus(
		deps,
		ours.flatMap((event) =>
			event.kind === 'created' && event.objectVersionId !== undefined && !failures.has(event)
				? [{ key: event.key, objectVersionId: event.objectVersionId }]
				: [],
		),
	);
	const followed = ours.filter((event) => !failures.has(event) && !gone.has(event));
	for (const [ownerId, own] of Map.groupBy(followed, ownerOf)) {
		await sendOutbox(deps, { ownerId }).catch((error: unknown) => {
			for (const event of own) failures.set(event, error);
		});
	}
	return { ignored: events.length - ours.length + gone.size, removed, failures };
}

type Kind = 'original' | 'derivative' | 'storage';
type Follow = (deps: EventDeps, ownerId: string, events: readonly ObjectEvent[]) => Promise<void>;

/** All events are of one owner and one kind. */
const FOLLOW: Readonly<Record<Kind, Follow>> = {
	original: finishThose,
	async derivative(deps, ownerId, events) {
		const names = events.flatMap(({ key }) => {
			const place = parseObjectKey(key);
			return place?.kind === 'derivative'
				? [{ versionId: place.versionId, kind: place.derivative }]
				: [];
		});
		await commitDerivatives(deps, ownerId, names);
	},
	/** Their class, and whether there are restored copies: S3 is asked, as a later event may have come before this one. */
	async storage(deps, ownerId, events) {
		const versions = await deps.catalog.versions.getMany(ownerId, versionIdsOf(events));
		const ready = [...versions.values()].filter(({ state }) => state === 'ready');
		if (ready.length > 0) await inspectVersions(deps, ownerId, ready);
	},
};

/** Reads without a lock, and goes on only with those that are not stored yet. */
async function finishThose(
	deps: EventDeps,
	ownerId: string,
	events: readonly ObjectEvent[],
): Promise<void> {
	const uploads = await deps.catalog.uploads.getMany(ownerId, versionIdsOf(events));
	deps.logContext.addBatches(uploads.values().map(({ batchId }) => batchId));
	const pending = [...uploads.values()].filter(({ state }) => state === 'pending');
	if (pending.length === 0) return;
	await finishUploads(
		deps,
		ownerId,
		pending.map(({ id }) => ({ uploadId: id })),
	);
}

function kindOf(event: ObjectEvent): Kind {
	if (event.kind !== 'created') return 'storage';
	return parseObjectKey(event.key)?.kind ?? 'original';
}

function ownerOf({ key }: ObjectEvent): string {
	return parseObjectKey(key)?.ownerId ?? '';
}

function versionIdsOf(events: readonly ObjectEvent[]): readonly string[] {
	return [...new Set(events.flatMap(({ key }) => parseObjectKey(key)?.versionId ?? []))];
}

/** An account that is deleted, or never was. */
function isOfNoVault(error: unknown): boolean {
	return error instanceof VaultError && error.code !== 'unavailable';
}
