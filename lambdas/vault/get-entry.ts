import type { Version } from '#contract/entries';
import type * as contract from '#contract/vault';
import * as v from 'valibot';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { StoredVersion, VersionPosition } from '../ports/versions.ts';
import { presentEntry, presentStored } from '../visibility/present-entry.ts';
import { visibleOf } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

export const getEntry: UseCase<VaultDeps, typeof contract.getEntry> = async (
	{ catalog },
	caller,
	{ entryId, cursor, limit },
) => {
	const { ownerId } = caller;
	const list = ['versions', ownerId, entryId];
	const before = versionPositionOf(list, cursor);
	// One more than is shown tells whether the list goes on.
	const page = { before, limit: limit + 1 };
	const [visible, untold] = await Promise.all([
		visibleOf(catalog, caller, [entryId]),
		catalog.keepChecks.count(ownerId, 1),
	]);
	const found = visible.get(entryId);
	if (found === undefined) throw new VaultError('not_found');

	const { entry, place, parentPath, keptBy } = found;
	const totals = await catalog.totals.shown(ownerId, entry.kind === 'folder' ? [entryId] : []);
	const versions =
		entry.kind === 'file' ? await catalog.versions.ofEntry(ownerId, entryId, page) : [];
	const shown = versions.slice(0, limit);
	const last = versions.length > limit ? shown.at(-1) : undefined;
	const currentId = entry.kind === 'file' ? entry.versionId : undefined;
	return {
		entry: presentEntry(entry, totals),
		path: parentPath,
		keptBy,
		trashed: place === 'trash',
		isTold: untold === 0,
		versions: shown.map((version) => presentVersion(version, version.id === currentId)),
		nextCursor: last === undefined ? null : cursorOf(list, Buffer.from(textOf(last), 'utf8')),
	};
};

function textOf({ createdAt, id }: VersionPosition): string {
	return `${createdAt.toISOString()} ${id}`;
}

const positionText = v.pipe(
	v.string(),
	v.regex(/^\S+Z \S+$/),
	v.transform((text) => text.split(' ')),
	v.tuple([v.pipe(v.string(), v.isoTimestamp(), v.toDate()), v.string()]),
	v.transform(([createdAt, id]): VersionPosition => ({ createdAt, id })),
);

/** Throws `bad_cursor`, also for a forged one. */
function versionPositionOf(
	list: readonly string[],
	cursor: string | undefined,
): VersionPosition | undefined {
	const position = positionOf(list, cursor);
	if (position === undefined) return undefined;
	const parsed = v.safeParse(positionText, position.toString('utf8'));
	if (!parsed.success) throw new VaultError('bad_cursor', { field: 'cursor' });
	return parsed.output;
}

function presentVersion(version: StoredVersion, current: boolean): Version {
	return {
		id: version.id,
		sizeBytes: version.sizeBytes,
		contentType: version.contentType,
		...presentStored(version),
		createdAt: version.createdAt.toISOString(),
		current,
	};
}
