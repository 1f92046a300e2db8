/**
 * What the log says of a call beside how it ended, so that one batch can be followed from the browser's
 * first request to the event of S3 and the mail.
 */
export interface LogContext {
	/** The batches this call is about; may be called several times. */
	addBatches(batchIds: Iterable<string>): void;
	/** A fault of ours at one file of a call that goes on with the others. */
	reportFault(error: unknown): void;
}

/** For work that is about no batch in particular, such as a sweep over all of them. */
export const noLogContext: LogContext = {
	addBatches: () => undefined,
	reportFault: () => undefined,
};
