import type { ErrorCode } from '#contract/errors';

export interface VaultErrorDetails {
	/** Dotted path of the field that is wrong. */
	readonly field?: string;
	/** Closer reason, one of the closed list of its code. */
	readonly reason?: string;
	/** When the same request may be answered otherwise, where that is known. */
	readonly retryAfterSeconds?: number;
	/** What made it so: for the log, never for the caller. */
	readonly cause?: unknown;
}

/** The one way to say no: whatever is thrown and is not this is our fault and answered as `internal`. */
export class VaultError extends Error {
	override readonly name = 'VaultError';
	readonly code: ErrorCode;
	readonly field: string | undefined;
	readonly reason: string | undefined;
	readonly retryAfterSeconds: number | undefined;

	constructor(
		code: ErrorCode,
		{ field, reason, retryAfterSeconds, cause }: VaultErrorDetails = {},
	) {
		super(code, { cause });
		this.code = code;
		this.field = field;
		this.reason = reason;
		this.retryAfterSeconds = retryAfterSeconds;
	}
}
