import { ORIGIN_NAMES_MAX } from '#contract/limits';
import type { Origin } from '#contract/vault';
import type { StoredEntry } from '../../domain/entry.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Repositories } from '../../ports/catalog.ts';

/** Where each of these came from, of those that lie directly in the trash: a folder that is still in the vault, wherever it is now, or its old names. */
export async function originsOf(
	tree: Repositories['tree'],
	vault: Vault,
	entries: readonly StoredEntry[],
): Promise<Origin[]> {
	const trashed = entries.flatMap(({ id, trashed }) =>
		trashed === null ? [] : [{ id, ...trashed }],
	);
	const locations = await tree.locate(vault, [...new Set(trashed.map(({ fromId }) => fromId))]);
	return trashed.map(({ id, fromId, fromPath }) => {
		const location = locations.get(fromId);
		const isThere = location?.place === 'vault';
		const names = isThere ? location.path.slice(1).map(({ name }) => name) : fromPath;
		return {
			entryId: id,
			folderId: isThere ? fromId : null,
			names: names.slice(-ORIGIN_NAMES_MAX),
			cut: names.length > ORIGIN_NAMES_MAX,
		};
	});
}
