import type { Entry } from '#contract/entries';
import { trashEntries } from '#contract/vault';
import { ApiError } from '$lib/errors/api-error';
import { sentence } from '$lib/errors/sentence';
import { plural } from '$lib/format/plural';
import { quoted } from '$lib/format/quoted';
import { naming } from '../entry/naming';
import type { ActionServices, MoveTarget } from './action-services';
import { copyEntries } from './copy-entries';
import { inCalls } from './in-calls';

/** Copies entries and says how it goes: how many files so far, what was left out and why, and how it is undone. Throws `ApiError`. */
export async function copyAndTell(
	{ call, toasts, folderViews, otherTabs, vault }: ActionServices,
	entries: readonly Entry[],
	target: MoveTarget,
): Promise<readonly Entry[]> {
	const name = naming(entries);
	let toast = toasts.show(`Copying ${name}…`);
	const progress = (files: number) => {
		const text = `Copying ${name}: ${plural(files, 'file')} so far. Keep this page open.`;
		// The note of a long copy may have left.
		if (toasts.list.some(({ id }) => id === toast)) toasts.update(toast, text);
		else toast = toasts.show(text);
	};
	const {
		entries: made,
		refusedCount,
		refusal,
	} = await copyEntries(call, entries, {
		targetId: target.id,
		progress,
	}).finally(() => {
		toasts.dismiss(toast);
		otherTabs.tell();
		void vault.refreshUsage();
	});
	folderViews.admit(made);
	if (made.length > 0) {
		toasts.show(
			target.name === '' ? `${name} copied` : `${name} copied to ${quoted(target.name)}`,
			{
				tone: 'success',
				action: {
					label: 'Undo',
					run: () => void undo(),
				},
			},
		);
	}
	if (refusal !== undefined)
		toasts.error(
			`${plural(refusedCount, 'file was', 'files were')} not copied. ${reasonOf(refusal)}`,
		);
	return made;

	/** The copies go to the trash, as nothing is deleted forever without a question. */
	async function undo() {
		const { failure } = await inCalls(made, async (part, turn) => {
			await turn;
			await call(trashEntries, { entryIds: part.map(({ id }) => id) });
		});
		const trashed = made.map((entry) => ({ ...entry, parentId: '' }));
		if (failure === undefined) folderViews.admit(trashed);
		else toasts.failure(failure);
		otherTabs.tell();
	}
}

function reasonOf(code: ApiError['code']): string {
	if (code === 'archived' || code === 'restoring')
		return 'What is in the archive can be copied once it is restored.';
	return sentence(new ApiError(code));
}
