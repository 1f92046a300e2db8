import { restoreRefusals, type RestoreRefusal } from '#contract/restore-refusals';

/** Why so much cannot be restored so fast, and what to do about it. An unknown reason gets a general answer. */
export function restoreSentence(reason: string | undefined): string {
	const known = restoreRefusals.find((candidate) => candidate === reason);
	return known === undefined
		? 'So much cannot be restored at once. Choose fewer files or a slower way, or try again tomorrow.'
		: ofReason(known);
}

function ofReason(reason: RestoreRefusal): string {
	switch (reason) {
		case 'nothing_archived':
			return 'Nothing here needs to be restored. All of it opens already.';
		case 'not_offered':
			return 'Files in the deep archive cannot come so fast. Choose a slower way.';
		case 'too_many_for_expedited':
			return 'So many files cannot come within minutes. Choose fewer files or a slower way.';
		case 'daily_files':
			return 'These are more files than one person may restore in a day. Choose fewer, or go on tomorrow.';
		case 'daily_bytes':
			return 'This is more than one person may restore in a day. Choose fewer files, or go on tomorrow.';
		case 'daily_usd':
			return 'This costs more than one person may spend on restoring in a day. Choose a slower way or fewer files.';
	}
}
