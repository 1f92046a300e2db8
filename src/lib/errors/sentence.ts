import type { ErrorCode } from '#contract/errors';
import { CONFIRMATION_MAILS_PER_DAY, INVITATIONS_PER_DAY } from '#contract/limits';
import { plural } from '$lib/format/plural';
import { ApiError } from './api-error';
import { AuthError } from './auth-error';
import { authSentence } from './auth-sentence';
import { nameSentence } from './name-sentence';
import { restoreSentence } from './restore-sentence';

/** What happened and what to do next, for people. Codes never reach the screen without one. */
export function sentence(error: unknown): string {
	if (error instanceof AuthError) return authSentence(error.reason);
	if (!(error instanceof ApiError)) return 'Something went wrong here. Please reload the page.';
	if (error.code === 'bad_name') return nameSentence(error.reason);
	if (error.code === 'restore_refused') return restoreSentence(error.reason);
	if (error.code === 'too_many_mails') return tooManyMails(error.retryAfterSeconds);
	if (error.code === 'too_many_invitations') return tooManyInvitations(error.retryAfterSeconds);
	return sentenceOfCode(error.code);
}

function tooManyMails(retryAfterSeconds?: number): string {
	return `You have asked for ${String(CONFIRMATION_MAILS_PER_DAY)} confirmation messages within a day. Look for one among your mail, or try again ${later(retryAfterSeconds)}.`;
}

function tooManyInvitations(retryAfterSeconds?: number): string {
	return `This was not sent: no more than ${String(INVITATIONS_PER_DAY)} invitations go out in a day. Try again ${later(retryAfterSeconds)}.`;
}

function later(retryAfterSeconds = 0): string {
	if (retryAfterSeconds === 0) return /* said */ 'tomorrow';
	const hours = Math.ceil(retryAfterSeconds / 3600);
	return hours <= 1 ? 'within the hour' : /* said */ `in ${plural(hours, 'hour')}`;
}

/** Of `bad_name` and `restore_refused` the reason says more: see `nameSentence` and `restoreSentence`. */
export function sentenceOfCode(code: ErrorCode | 'offline'): string {
	switch (code) {
		case 'offline':
			return 'CloudVault cannot be reached. Check your connection and try again.';
		case 'unauthenticated':
			return 'Your session has ended. Please sign in again.';
		case 'session_ended':
			return 'You have signed out everywhere. Please sign in again.';
		case 'vault_deleted':
			return 'This vault was deleted. Reload the page to finish deleting the account.';
		case 'owners_only':
			return 'Only the owner of this CloudVault can see this. Ask whoever set it up for you.';
		case 'bad_request':
			return 'CloudVault did not understand this. Please reload the page and try again.';
		case 'bad_name':
			return nameSentence(undefined);
		case 'bad_cursor':
			return 'This list has moved on. Please reload the page.';
		case 'not_found':
			return 'This is not here any more. It may have been deleted forever.';
		case 'method_not_allowed':
		case 'unsupported_media_type':
			return 'This page is out of date. Please reload it.';
		case 'name_conflict':
			return 'Something with this name is already here. Choose another name.';
		case 'cycle':
			return 'A folder cannot go into itself. Choose another place.';
		case 'too_deep':
			return 'That would nest folders too deep. Choose a place further up.';
		case 'top_folder':
			return 'This folder stays where it is, under its own name.';
		case 'stale':
			return 'This has changed in the meantime. Look at it again, then repeat.';
		case 'not_in_trash':
			return 'This is no longer in the trash. Please reload the page.';
		case 'quota_exceeded':
			return 'There is not enough room in your vault. Empty trash, or delete files forever.';
		case 'too_many_files':
			return 'Your vault keeps as many files as it can. Empty trash, or delete files forever.';
		case 'too_many_folders':
			return 'Your vault keeps as many folders as it can. Empty trash, or delete folders forever.';
		case 'parts_mismatch':
			return 'Parts of this upload are missing. Retry to send them.';
		case 'not_uploaded':
			return 'The file has not arrived yet. Retry to send it again.';
		case 'archived':
			return 'An archived file must be restored before it can be opened.';
		case 'restoring':
			return 'This file is being restored. It opens when its copy is ready.';
		case 'bytes_missing':
			return 'The bytes of this file are missing. Tell the owner of this CloudVault, or make an older version the current one.';
		case 'restore_refused':
			return restoreSentence(undefined);
		case 'already_member':
			return 'This person has an account already and can sign in.';
		case 'too_large':
			return 'This file is larger than the 5 TB that can be kept as one. Split it first.';
		case 'body_too_large':
			return 'That was too much at once. Choose fewer files and try again.';
		case 'content_mismatch':
			return 'The file did not arrive as it was sent. Retry to send it again.';
		case 'idempotency_mismatch':
			return 'This upload was begun with another file. Start it afresh.';
		case 'too_many_requests':
			return 'That was a lot at once. Wait a moment and try again.';
		case 'too_many_mails':
			return tooManyMails();
		case 'too_many_invitations':
			return tooManyInvitations();
		case 'internal':
			return 'Something went wrong on our side. Try again in a moment.';
		case 'unavailable':
			return 'CloudVault is busy or being updated. Try again in a moment.';
	}
}
