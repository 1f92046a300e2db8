import { purgeEntries, purgeTrash } from '#contract/purge';
import { moveEntries, trashEntries } from '#contract/vault';
import { exclusively } from '$lib/concurrency/exclusively';
import { loaded } from '$lib/errors/loaded';
import { plural } from '$lib/format/plural';
import { quoted } from '$lib/format/quoted';
import { OtherTabs } from '../other-tabs';
import type { ActionServices } from './action-services';
import { beginLong, inCalls } from './in-calls';
import { LeftWork, type CopyWork, type Work } from './left-work';
import { putBackAll } from './put-back-all';

type Services = Pick<ActionServices, 'call' | 'toasts' | 'vault'>;

/**
 * Says, once, what work of an earlier visit was left when its page was closed, and offers to go on. It asks, as the person may have changed their
 * mind since. Work that another tab is at is left out.
 */
export async function tellLeftWork(services: Services): Promise<void> {
	const { rootId } = services.vault;
	if (rootId === undefined) return;
	for (const left of LeftWork.all()) {
		await exclusively(left.key, () => {
			const work = left.read(rootId);
			if (work !== undefined) {
				left.forget();
				tell(services, work);
			}
			return Promise.resolve();
		});
	}
}

function tell(services: Services, work: Work): void {
	const run = () => void goOn(services, work);
	services.toasts.show(words(work), {
		stays: true,
		action: { label: 'Go on', run },
	});
}

function words(work: Work): string {
	switch (work.kind) {
		case 'copy':
			return `Copying ${work.name} ended when the page was closed, after ${plural(work.files, 'file')}.`;
		case 'empty':
			return 'The trash was not empty yet when the page was closed.';
		case 'trash':
			return `${plural(work.ids.length, 'item was', 'items were')} not moved to trash yet when the page was closed.`;
		case 'put-back':
			return `${plural(work.ids.length, 'item was', 'items were')} not put back yet when the page was closed.`;
		case 'move':
			return work.target.name === ''
				? `${plural(work.ids.length, 'item was', 'items were')} not moved back yet when the page was closed.`
				: `${plural(work.ids.length, 'item was', 'items were')} not moved to ${quoted(work.target.name)} yet when the page was closed.`;
		case 'purge':
			return `${plural(work.ids.length, 'item was', 'items were')} not deleted forever yet when the page was closed.`;
	}
}

async function goOn(services: Services, work: Work): Promise<void> {
	const { toasts, vault } = services;
	try {
		await send(services, work);
		// A copy says so itself.
		if (work.kind !== 'copy') toasts.show(doneWords(work));
	} catch (error) {
		toasts.failure(error);
	}
	readAgain();
	await vault.refreshUsage();
}

/** By a channel of its own, so that this tab hears it too and reads again what it shows. */
function readAgain(): void {
	new OtherTabs().tell();
}

function doneWords({ kind }: Exclude<Work, CopyWork>): string {
	switch (kind) {
		case 'trash':
			return 'All of them moved to trash';
		case 'put-back':
			return 'All of them put back';
		case 'move':
			return 'All of them moved';
		case 'purge':
		case 'empty':
			return 'All of them deleted forever';
	}
}

/** Throws `ApiError`; what was done until then stays. */
async function send(services: Services, work: Work): Promise<void> {
	if (work.kind === 'copy') {
		const { finishCopy } = await loaded(import('./copy-and-tell'));
		await finishCopy(services, work, readAgain);
		return;
	}
	if (work.kind === 'empty') {
		const begun = await beginLong(services, work);
		try {
			while (!(await services.call(purgeTrash, {})).emptied);
		} finally {
			begun.end();
		}
		return;
	}
	const { failure } = await inCalls(
		work.ids,
		async (part, turn, onlong) => {
			await turn;
			await sendPart(services, work, { entryIds: [...part], onlong });
		},
		() => beginLong(services, work),
	);
	if (failure instanceof Error) throw failure;
}

interface Part {
	readonly entryIds: string[];
	readonly onlong: () => void;
}

function sendPart(
	{ call }: Services,
	work: Exclude<Work, { readonly kind: 'copy' | 'empty' }>,
	{ entryIds, onlong }: Part,
): Promise<unknown> {
	switch (work.kind) {
		case 'trash':
			return call(trashEntries, { entryIds });
		case 'purge':
			return call(purgeEntries, { entryIds });
		case 'put-back':
			return putBackAll(call, entryIds, onlong);
		case 'move':
			return call(moveEntries, {
				entryIds,
				targetId: work.target.id,
				onConflict: work.onConflict,
			});
	}
}
