/** What S3 answers where the bytes are not those that were signed for. */
const DIFFERS: ReadonlySet<string> = new Set([
	'BadDigest',
	'InvalidDigest',
	'EntityTooLarge',
	'EntityTooSmall',
	'XAmzContentSHA256Mismatch',
]);

/** S3 did not take the bytes, or never answered. */
export class TransferError extends Error {
	override readonly name = 'TransferError';
	/** HTTP status; 0 where no answer came. */
	readonly status: number;
	/** S3's own code, if its answer had one. */
	readonly code: string | undefined;

	constructor(status: number, code?: string) {
		super(code ?? `status ${String(status)}`);
		this.status = status;
		this.code = code;
	}

	/** The same bytes to the same address may go through a little later. Never other 4xx: they would fail again. */
	get passing(): boolean {
		if (this.code === 'RequestTimeout') return true;
		return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
	}

	/** The address is too old, or the key that signed it is: a fresh one helps. */
	get expired(): boolean {
		return (
			this.status === 403 || this.code === 'ExpiredToken' || this.code === 'TokenRefreshRequired'
		);
	}

	/** S3 has given the parts up: nothing to go on with, the file starts anew. */
	get gone(): boolean {
		return this.code === 'NoSuchUpload';
	}

	/** The bytes are not those that were promised: the file changed while it was read. */
	get differs(): boolean {
		return this.code !== undefined && DIFFERS.has(this.code);
	}

	/** `<Error><Code>…</Code>` of an answer's body. */
	static codeIn(body: string): string | undefined {
		return /<Code>(\w+)<\/Code>/.exec(body)?.[1];
	}
}
