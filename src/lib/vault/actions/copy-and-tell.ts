import type { Entry } from '#contract/entries';
import { getEntry, trashEntries } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { sentence } from '$lib/errors/sentence';
import { plural } from '$lib/format/plural';
import { quoted } from '$lib/format/quoted';
import { naming } from '../entry/naming';
import type { ActionServices, MoveTarget } from './action-services';
import { inCalls } from './in-calls';
import type { CopyWork } from './left-work';
import { LongWork } from './long-work';
import { runCopy } from './run-copy';

/**
 * Copies entries to a folder, with everything in them: folders are made, and S3 copies the files. Says how it goes. Throws `ApiError`, `cycle` for a
 * folder into itself; what was copied until then stays.
 */
export async function copyAndTell(
	services: ActionServices,
	entries: readonly Entry[],
	target: MoveTarget,
): Promise<readonly Entry[]> {
	const { call, folderViews, otherTabs } = services;
	const folders = entries.filter(({ kind }) => kind === 'folder');
	if (folders.length > 0) await refuseCycle(call, folders, target.id);
	const files = entries.filter(({ kind }) => kind === 'file');
	const made = await finishCopy(
		services,
		{
			kind: 'copy',
			name: naming(entries),
			target,
			folders: folders.map(({ id, name }) => ({ id, name })),
			levels: [],
			waiting: { parentId: target.id, ids: files.map(({ id }) => id) },
			madeIds: [],
			files: 0,
			refusedCount: 0,
		},
		(undone) => {
			folderViews.admit(undone.map((entry) => ({ ...entry, parentId: '' })));
			otherTabs.tell();
		},
	);
	folderViews.admit(made);
	return made;
}

/**
 * Goes on with a copy, this visit's or one that was left, and says how it goes: how many files so far, what was left out and why, and how it is
 * undone. `changed` is told with what is in the trash again, of what this visit has made. Throws `ApiError`.
 */
export async function finishCopy(
	services: Pick<ActionServices, 'call' | 'toasts' | 'vault'>,
	begun: CopyWork,
	changed: (undone: readonly Entry[]) => void,
): Promise<readonly Entry[]> {
	const { call, toasts, vault } = services;
	const long = new LongWork({ toasts, vault }, begun);
	const { work, made } = await runCopy(call, begun, (left) =>
		long.reached(left.files, left),
	).finally(() => {
		long.end();
		changed([]);
		void vault.refreshUsage();
	});
	const { name, target, madeIds, refusal, refusedCount } = work;
	if (madeIds.length > 0) {
		const words =
			target.name === '' ? `${name} copied` : `${name} copied to ${quoted(target.name)}`;
		const action = { label: 'Undo', undoes: true, run: () => void undo() } as const;
		toasts.show(words, { tone: 'success', action });
	}
	if (refusal !== undefined)
		toasts.error(
			`${plural(refusedCount, 'file was', 'files were')} not copied. ${reasonOf(refusal)}`,
		);
	return made;

	/** The copies go to the trash, as nothing is deleted forever without a question. */
	async function undo() {
		const { failure } = await inCalls(madeIds, async (part, turn) => {
			await turn;
			await call(trashEntries, { entryIds: [...part] });
		});
		changed(failure === undefined ? made : []);
		if (failure !== undefined) toasts.failure(failure);
	}
}

async function refuseCycle(call: Call, entries: readonly Entry[], targetId: string): Promise<void> {
	const { path } = await call(getEntry, { entryId: targetId });
	const above = new Set([targetId, ...path.map(({ id }) => id)]);
	if (entries.some(({ id }) => above.has(id))) throw new ApiError('cycle');
}

function reasonOf(code: ApiError['code']): string {
	if (code === 'archived' || code === 'restoring')
		return 'What is in the archive can be copied once it is restored.';
	return sentence(new ApiError(code));
}
