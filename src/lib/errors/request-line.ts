import { statusOfCode } from '#contract/errors';
import { ApiError } from './api-error';

/**
 * What a person who asks for help can copy: the owner of the stage finds the line of the log by it. Only of
 * failures that are ours; of everything else the sentence says what to do.
 */
export function requestLine(error: unknown): string | undefined {
	if (!(error instanceof ApiError) || error.code === 'offline') return undefined;
	if (statusOfCode[error.code] < 500 || error.requestId === undefined) return undefined;
	return `Request id ${error.requestId}`;
}
