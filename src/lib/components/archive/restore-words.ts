import { formatUntil } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import type { RestoreChoice } from '$lib/vault/restore/restore-choice.svelte';

/** For how long copies can stay, in days. */
export const STAYS = ['1', '7', '30', '90'].map((days) => ({
	value: days,
	label: plural(Number(days), 'day'),
}));

/** What keeping ready does not change. */
export const ARCHIVED_ALL_THE_SAME =
	'The archive keeps its own copy and bills each file for 90 days at least, also where it is deleted sooner.';

interface RestoreWords {
	readonly title: string;
	/** Undefined where there is nothing to press for. */
	readonly go: string | undefined;
	readonly dismiss: string;
	readonly estimate: string;
}

/** What the sheet says of a choice, by what there is to do. */
export function restoreWords(
	choice: Pick<RestoreChoice, 'task' | 'quote' | 'wish' | 'offer' | 'canJoin'>,
): RestoreWords {
	const { name, download } = choice.wish;
	const cancel = { dismiss: 'Cancel', estimate: estimate(choice) };
	switch (choice.task) {
		case undefined:
		case 'restore':
			return {
				title: `Restore ${name}`,
				go: download ? 'Restore, then download' : 'Restore',
				...cancel,
			};
		case 'hasten':
			if (choice.canJoin && choice.offer === undefined) {
				return { title: `Restoring ${name}`, go: 'Download when ready', ...cancel };
			}
			return {
				title: `Restoring ${name}`,
				go: choice.offer ? 'Restore faster' : undefined,
				...cancel,
				dismiss: choice.offer ? 'Cancel' : 'Close',
			};
		case 'extend':
			return { title: `Keep the copy of ${name}`, go: 'Keep longer', ...cancel };
		case 'nothing':
			return { title: `Restore ${name}`, go: undefined, ...cancel, dismiss: 'Close' };
	}
}

function estimate({ quote }: Pick<RestoreChoice, 'quote'>): string {
	if (quote === undefined) return '';
	const { region, checkedOn } = quote.prices;
	return `Estimate by the list prices of ${region}, checked on ${formatUntil(checkedOn)}, before tax.`;
}
