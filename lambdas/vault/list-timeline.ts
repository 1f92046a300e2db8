import type * as contract from '#contract/timeline';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import type { StoredFile } from '../domain/entry.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentFile } from '../visibility/present-entry.ts';
import { locateEntries } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

/**
 * Pages read for one answer. What lies in the trash is in the index and left out afterwards, as trashing a folder
 * changes one row; where whole pages of that follow each other the answer is short, or empty, and says where to go on.
 */
const PAGES_MAX = 5;

export const listTimeline: UseCase<VaultDeps, typeof contract.listTimeline> = async (
	{ catalog },
	caller,
	{ only, takenFrom, takenBefore, cursor, limit },
) => {
	const { ownerId } = caller;
	const list = ['timeline', ownerId, only, takenFrom ?? '', takenBefore ?? ''];
	let after = positionOf(list, cursor);
	const files: StoredFile[] = [];
	const readPage = () => {
		const range = { takenFrom, takenBefore, after };
		return catalog.lists.timeline(ownerId, { only, ...range, limit: limit - files.length + 1 });
	};

	// The first page is read while it is asked whose vault it is.
	const [vault, first] = await Promise.all([catalog.users.vaultOf(caller), readPage()]);
	for (let page = 0; page < PAGES_MAX; page++) {
		const wanted = limit - files.length;
		const rows = page === 0 ? first : await readPage();
		const read = rows.slice(0, wanted);
		const visible = await locateEntries(
			catalog.tree,
			vault,
			read.map(({ item }) => item),
		);
		files.push(
			...read.map(({ item }) => item).filter(({ id }) => visible.get(id)?.place === 'vault'),
		);
		after = rows.length > wanted ? read.at(-1)?.position : undefined;
		if (after === undefined || files.length === limit) break;
	}
	return {
		files: files.map(presentFile),
		nextCursor: after === undefined ? null : cursorOf(list, after),
	};
};
