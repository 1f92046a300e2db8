import type { ErrorCode } from '#contract/errors';
import { ApiError } from '$lib/errors/api-error';
import { nameSentence } from '$lib/errors/name-sentence';
import { requestLine } from '$lib/errors/request-line';
import { sentenceOfCode } from '$lib/errors/sentence';
import { TransferError } from './transfer-error';
import { UnreadableFile } from './unreadable-file';

/** Why a file did not make it: plain data, so that it can be kept across reloads. */
export interface Failure {
	readonly code: FailureCode;
	readonly reason?: string | undefined;
	/** To be copied by a person who asks for help; see `requestLine`. */
	readonly requestLine?: string | undefined;
}

type FailureCode =
	| ErrorCode
	| 'offline'
	| 'file_changed'
	| 'file_gone'
	| 'file_unreadable'
	| 'storage_unreachable'
	| 'storage_refused'
	/** Something in this page broke. */
	| 'unexpected';

export function failureOf(error: unknown): Failure {
	if (error instanceof UnreadableFile) {
		return { code: `file_${error.why}` };
	}
	if (error instanceof TransferError) return { code: ofTransfer(error) };
	if (error instanceof ApiError) {
		const { code, reason } = error;
		return { code, reason, requestLine: requestLine(error) };
	}
	return { code: 'unexpected' };
}

function ofTransfer(error: TransferError): FailureCode {
	if (error.differs) return 'file_changed';
	return error.passing ? 'storage_unreachable' : 'storage_refused';
}

/** What happened and what to do next. */
export function failureSentence({ code, reason }: Failure): string {
	switch (code) {
		case 'file_changed':
			return 'The file changed while it was being read. Choose it again.';
		case 'file_gone':
			return 'The file is no longer where it was. Choose it again.';
		case 'file_unreadable':
			return 'The file cannot be read. It may be locked by another program, not be on this device, or have been saved since. Retry, or choose it again.';
		case 'storage_unreachable':
			return 'The storage cannot be reached. Check your connection and retry.';
		case 'storage_refused':
			return 'The storage did not accept the file. Retry to send it again.';
		case 'unexpected':
			return 'Something went wrong on this page. Retry, or reload the page.';
		case 'not_found':
			return 'The folder is not there any more. Choose another one.';
		case 'bad_name':
			return nameSentence(reason);
		default:
			return sentenceOfCode(code);
	}
}

/** What stays as it is, however often the same file is sent. */
const FINAL: ReadonlySet<FailureCode> = new Set<FailureCode>([
	'bad_name',
	'too_deep',
	'too_large',
	'file_changed',
	'file_gone',
	'idempotency_mismatch',
]);

export function canRetry({ code }: Failure): boolean {
	return !FINAL.has(code);
}

/** The device did not give what was chosen: the same upload goes on with the file as it is now. */
export function needsFile({ code }: Failure): boolean {
	return code === 'file_changed' || code === 'file_gone' || code === 'file_unreadable';
}

/** Neither S3 nor the vault answered: it may go on by itself once the line is back. */
export function wasUnreachable({ code }: Failure): boolean {
	return code === 'offline' || code === 'storage_unreachable';
}
