/** What a service answers: headers alone, XML of this shape, or JSON. */
export interface Reply {
	readonly headers?: Readonly<Record<string, string>>;
	readonly xml?: Readonly<Record<string, unknown>>;
	readonly json?: unknown;
}

/** An answer with AWS's own name for what is wrong. */
export class AwsError extends Error {
	override readonly name = 'AwsError';
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}
