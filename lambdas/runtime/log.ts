import { Logger } from '@aws-lambda-powertools/logger';
import type { LogContext } from '../ports/log-context.ts';

/**
 * One line of JSON per thing that happened. Never a token, an address that was signed, a body or a name
 * that a person gave a file.
 */
export const log = new Logger();

const batchIds = new Set<string>();

/** Whatever is logged from here on is about another call: a process serves one after the other. */
export function resetLogContext(): void {
	batchIds.clear();
	log.resetKeys();
}

export const logContext: LogContext = {
	addBatches(ids) {
		for (const id of ids) batchIds.add(id);
		if (batchIds.size > 0) log.appendKeys({ batchIds: [...batchIds] });
	},
	reportFault(error) {
		const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' };
		log.error('a file could not be finished', { fault: { name, message } });
	},
};

/** By ids alone: the user pool knows whose they are. */
export function onInvited(
	sent: string,
	invitation: Readonly<Record<'id' | 'invitedBy' | 'personId', string>>,
): void {
	log.info('invited', { sent, ...invitation });
}

/** A check of the health page that could not be made. Of what went wrong only the name: messages may quote values. */
export function onCheckFailed(check: string, error: unknown): void {
	log.warn('unknown', { check, fault: error instanceof Error ? error.name : typeof error });
}
