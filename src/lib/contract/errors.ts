import * as v from 'valibot';

/** Every code a caller can meet, with its HTTP status. The sentence for people is made in the browser. */
export const statusOfCode = {
	/** The request does not have the shape the contract asks for; `field` names the place. */
	bad_request: 400,
	/** A name breaks a rule; `reason` is one of `nameReasons`. */
	bad_name: 400,
	/** The cursor is not one we gave for this list. */
	bad_cursor: 400,
	unauthenticated: 401,
	/** Signed in, and not one of those who own the whole stage. */
	owners_only: 403,
	/** Absent, or someone else's: the two are never told apart. */
	not_found: 404,
	method_not_allowed: 405,
	name_conflict: 409,
	/** A folder cannot go into itself or below itself. */
	cycle: 409,
	too_deep: 409,
	/** The top folder and the trash stay where they are and what they are called. */
	top_folder: 409,
	/** The entry has changed since it was read: `rev` is not the current one. */
	stale: 409,
	/** Only entries that lie in the trash can be restored or deleted for ever. */
	not_in_trash: 409,
	quota_exceeded: 409,
	/** S3 does not hold the parts this upload needs. */
	parts_mismatch: 409,
	/** S3 holds nothing for this upload yet. */
	not_uploaded: 409,
	/** S3 keeps the bytes in an archive class; they must be restored before they can be read. */
	archived: 409,
	too_large: 413,
	body_too_large: 413,
	unsupported_media_type: 415,
	/** What arrived in S3 is not what was promised: size or checksum differ. */
	content_mismatch: 422,
	/** The same id was used before for a different request. */
	idempotency_mismatch: 422,
	too_many_requests: 429,
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
