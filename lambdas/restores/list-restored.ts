import { pricesOf } from '#contract/prices';
import type * as contract from '#contract/restores';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoredPosition, StoredVersion } from '../ports/versions.ts';
import { presentFile } from '../visibility/present-entry.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { RestoresDeps } from './deps.ts';

export const listRestored: UseCase<RestoresDeps, typeof contract.listRestored> = async (
	{ catalog, clock, region: ownRegion },
	caller,
	{ cursor, limit },
) => {
	const { ownerId } = caller;
	const vault = await catalog.users.vaultOf(caller);
	const after = cursor === undefined ? {} : { after: positionOf(cursor) };
	const page = { now: clock.now(), limit: limit + 1, ...after };
	const rows = await catalog.versions.restored(ownerId, page);
	const read = rows.slice(0, limit);
	const entryIds = read.map(({ entryId }) => entryId);
	const visible = await visibleEntries(catalog, vault, entryIds);
	const { region, checkedOn } = pricesOf(ownRegion);
	const last = rows.length > limit ? read.at(-1) : undefined;
	return {
		// What is being deleted forever is left out, so a page may be short.
		restored: read.flatMap((version) => {
			const { entry, place } = visible.get(version.entryId) ?? {};
			if (entry?.kind !== 'file' || version.restoredUntil === null) return [];
			return {
				file: presentFile(entry),
				versionId: version.id,
				sizeBytes: version.sizeBytes,
				storageClass: version.storageClass,
				restoredUntil: version.restoredUntil.toISOString(),
				trashed: place === 'trash',
			};
		}),
		prices: { region, checkedOn },
		nextCursor: last === undefined ? null : cursorOf(last),
	};
};

/** Opaque, and not signed: a position in a list of the caller's own. */
function cursorOf({ restoredUntil, id }: StoredVersion): string {
	return Buffer.from(`${String(restoredUntil?.getTime())} ${id}`).toString('base64url');
}

const POSITION = /^(\d{1,15}) ([\da-f-]{36})$/;

function positionOf(cursor: string): RestoredPosition {
	const text = Buffer.from(cursor, 'base64url').toString('latin1');
	const [, time, id] = POSITION.exec(text) ?? [];
	if (time === undefined || id === undefined)
		throw new VaultError('bad_cursor', { field: 'cursor' });
	return { restoredUntil: new Date(Number(time)), id };
}
