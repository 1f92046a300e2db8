/** The message of the SDK for an answer that has none. */
const NO_MESSAGE = 'UnknownError';

/** What an S3 server said of a call that failed. Some send no message: then the name of the error and its status. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { name, message } = error;
	if (!['', name, NO_MESSAGE].includes(message)) return message;
	const status = statusOf(error);
	return status === undefined ? name : `${name}, status ${status}`;
}

function statusOf(error: Error): string | undefined {
	const metadata = '$metadata' in error ? error.$metadata : undefined;
	if (typeof metadata !== 'object' || metadata === null) return undefined;
	const status = 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
	return typeof status === 'number' ? String(status) : undefined;
}
