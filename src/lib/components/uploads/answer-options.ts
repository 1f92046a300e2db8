import type { ConflictAnswer } from '$lib/uploads/batch/upload-batch.svelte';

/** The three ways on where a name is taken. */
export const answerOptions: readonly {
	readonly value: ConflictAnswer;
	readonly label: string;
	readonly meaning: string;
}[] = [
	{ value: 'keep-both', label: 'Keep both', meaning: 'The new file gets a number after its name.' },
	{
		value: 'new-version',
		label: 'Replace (keep old version)',
		meaning: 'The new file takes the place of the old one, which stays among its versions.',
	},
	{ value: 'skip', label: 'Skip', meaning: 'The new file is left out.' },
];
