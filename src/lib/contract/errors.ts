import * as v from 'valibot';

/** Every code a caller can meet, with its HTTP status. The sentence for people is made in the browser. */
export const statusOfCode = {
	/** The request does not have the shape the contract asks for; `field` names the place. */
	bad_request: 400,
	/** A name breaks a rule; `reason` is one of `nameReasons`. */
	bad_name: 400,
	/** The cursor is not one we gave for this list. */
	bad_cursor: 400,
	/** There is no access token, or it is not one of this stage, or it has expired. */
	unauthenticated: 401,
	/** The person has signed out everywhere since this session began: sign in again. */
	session_ended: 401,
	/** The vault was deleted. What is left to do is `purgeAccount` and deleting the sign-in. */
	vault_deleted: 401,
	/** Signed in, and not one of those who own the whole stage. */
	owners_only: 403,
	/** Absent, or another person's: the two are never told apart. */
	not_found: 404,
	/** The path exists, with another method; `Allow` names it. */
	method_not_allowed: 405,
	/** The folder already holds an entry of that name. */
	name_conflict: 409,
	/** A folder cannot go into itself or below itself. */
	cycle: 409,
	/** Folders would be nested deeper than `FOLDER_DEPTH_MAX`. */
	too_deep: 409,
	/** The top folder and the trash stay where they are and what they are called. */
	top_folder: 409,
	/** The entry has changed since it was read: `rev` is not the current one. */
	stale: 409,
	/** Only entries that lie in the trash can be deleted forever. */
	not_in_trash: 409,
	/** The vault has less room left than the files need, other uploads under way counted. */
	quota_exceeded: 409,
	/** The vault keeps as many files as it can, `VAULT_FILES_MAX`, older versions and the trash included. */
	too_many_files: 409,
	/** The vault keeps as many folders as it can, `VAULT_FOLDERS_MAX`, the trash included. */
	too_many_folders: 409,
	/** S3 does not hold the parts this upload needs. */
	parts_mismatch: 409,
	/** S3 holds nothing for this upload yet. */
	not_uploaded: 409,
	/** S3 keeps the bytes in an archive class; they must be restored before they can be read. */
	archived: 409,
	/** S3 is making a copy that can be read; until it is there, as `archived`. */
	restoring: 409,
	/** S3 does not have the bytes that the vault stored: `missingSince` of the version says since when that is known. */
	bytes_missing: 409,
	/** More than may be restored, or at a tier S3 does not offer for it; `reason` is one of `restoreRefusals`. */
	restore_refused: 409,
	/** The address has an account already, which is in use. */
	already_member: 409,
	/** The file is larger than `FILE_MAX_BYTES`. */
	too_large: 413,
	/** The body of the request is larger than `BODY_MAX_BYTES`. */
	body_too_large: 413,
	/** The body is not `application/json` in UTF-8, or it is compressed. */
	unsupported_media_type: 415,
	/** What arrived in S3 is not what was promised: size or checksum differ. */
	content_mismatch: 422,
	/** The same id was used before for a different request. */
	idempotency_mismatch: 422,
	/** More requests than one person may make; `Retry-After` says when the next one may come. */
	too_many_requests: 429,
	/** `CONFIRMATION_MAILS_PER_DAY` were asked for within a day; `Retry-After` says when the next one may be. */
	too_many_mails: 429,
	/** `INVITATIONS_PER_DAY` were sent on this day, or all that Cognito mails in one; `Retry-After` says when the next one may be. */
	too_many_invitations: 429,
	/** A fault of ours. The log of the request tells more: `requestId` finds it. */
	internal: 500,
	/** The database or S3 does not answer; the same request may be sent again. */
	unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusOfCode;

export const errorCodes = Object.keys(statusOfCode) as [ErrorCode, ...ErrorCode[]];

/** Body of every 4xx and 5xx answer: problem details (RFC 9457) with a stable code. Input is never echoed. */
export const problem = v.object({
	status: v.number(),
	title: v.string(),
	code: v.picklist(errorCodes),
	/** Dotted path of the field that is wrong, for `bad_request` and `bad_name`. */
	field: v.optional(v.string()),
	/** Closer reason, one of a closed list for its code. */
	reason: v.optional(v.string()),
	requestId: v.optional(v.string()),
});
export type Problem = v.InferOutput<typeof problem>;
