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
import { LongWork } from './long-work';

/** Copies entries and says how it goes: how many files so far, what was left out and why, and how it is undone. Throws `ApiError`. */
export async function copyAndTell(
	{ call, toasts, folderViews, otherTabs, vault }: ActionServices,
	entries: readonly Entry[],
	target: MoveTarget,
): Promise<readonly Entry[]> {
	const name = naming(entries);
	const work = new LongWork({ toasts, vault }, { kind: 'copy', name, files: 0 });
	const {
		entries: made,
		refusedCount,
		refusal,
	} = await copyEntries(call, entries, {
		targetId: target.id,
		progress: (files) => work.reached(files),
	}).finally(() => {
		work.end();
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
