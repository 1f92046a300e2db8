import type * as contract from '#contract/invitations';
import { INVITATIONS_PER_DAY } from '#contract/limits';
import { VaultError } from '../domain/vault-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/documents.ts';
import type { OnInvited, PersonInviter } from '../ports/invitations.ts';
import type { NewId } from '../ports/new-id.ts';
import type { UseCase } from '../ports/use-case.ts';

export interface InvitationsDeps {
	readonly inviter: PersonInviter;
	readonly documents: Pick<DocumentStore, 'write' | 'list'>;
	readonly clock: Clock;
	readonly newId: NewId;
	readonly onInvited: OnInvited;
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * [Note: Invitations] Cognito cannot be reached from the private network and the database only from there, so invitations are written
 * down in the bucket: one small object each, under `i/` and the day. An object is written before those of its day are counted, and S3
 * lists what was written a moment ago; so of any number of requests at once, no more than the day's number find a place, and no
 * condition or lock is needed. What was refused stays and counts: at worst a day ends early.
 *
 * A record says who invited and when, and no address: whom is in the log, by the id of the person, and with that in the user pool,
 * which forgets people who leave.
 */
export const sendInvitation: UseCase<InvitationsDeps, typeof contract.sendInvitation> = async (
	deps,
	{ ownerId },
	{ email, language },
) => {
	const id = await takePlace(deps, ownerId);
	const { sent, personId } = await deps.inviter.invite(email, language);
	deps.onInvited(sent, { id, invitedBy: ownerId, personId });
	return { sent };
};

/** Answers the id of the record. Throws `too_many_invitations` where the day has no place left. */
async function takePlace(
	{ documents, clock, newId }: InvitationsDeps,
	invitedBy: string,
): Promise<string> {
	const now = clock.now();
	const id = newId();
	const day = `i/${now.toISOString().slice(0, 10)}/`;
	const record = JSON.stringify({ id, invitedBy, at: now.toISOString() });
	await documents.write(`${day}${id}.json`, Buffer.from(record), 'application/json');
	const sent = new Set<string>();
	for await (const { key } of documents.list(day)) {
		sent.add(key);
		if (sent.size > INVITATIONS_PER_DAY)
			throw new VaultError('too_many_invitations', { retryAfterSeconds: toNextDay(now) });
	}
	return id;
}

function toNextDay(now: Date): number {
	return Math.ceil((DAY_MS - (now.getTime() % DAY_MS)) / 1000);
}
