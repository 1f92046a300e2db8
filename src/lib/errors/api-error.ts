import type { ErrorCode, Problem } from '#contract/errors';

/** A refusal with a stable code, or `offline` where no answer came at all. */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly code: ErrorCode | 'offline';
	readonly field: string | undefined;
	readonly reason: string | undefined;
	/** Seconds the server asks to wait before the same request is sent again. */
	readonly retryAfterSeconds: number | undefined;
	/** What to name when asking for help: the request's id in the logs. */
	readonly requestId: string | undefined;

	constructor(
		code: ErrorCode | 'offline',
		details: Partial<Pick<Problem, 'field' | 'reason'>> & {
			requestId?: string | undefined;
			retryAfterSeconds?: number | undefined;
			cause?: unknown;
		} = {},
	) {
		super(code, { cause: details.cause });
		this.code = code;
		this.field = details.field;
		this.reason = details.reason;
		this.requestId = details.requestId;
		this.retryAfterSeconds = details.retryAfterSeconds;
	}

	/** True where the same request may succeed later without anything being changed. */
	get transient(): boolean {
		return ['offline', 'unavailable', 'too_many_requests', 'internal'].includes(this.code);
	}
}
