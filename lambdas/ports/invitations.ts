/** How the user pool lets people in. */
export interface PersonInviter {
	/**
	 * Mails a temporary password to the address, in the language of that BCP 47 tag, once more where an earlier one was not used. Throws `VaultError`: `already_member`,
	 * `bad_request` with the field `email` for what is no address, `too_many_invitations` where the pool mails no more today, `unavailable`.
	 */
	invite(email: string, language: string | undefined): Promise<Invited>;
}

export interface Invited {
	/** `again` where the address was invited before. */
	readonly sent: 'first' | 'again';
	/** The id that the person's vault will have as its owner. */
	readonly personId: string;
}

/** Told of each invitation that was sent; `id` is that of its record. */
export type OnInvited = (
	sent: Invited['sent'],
	invitation: { readonly id: string; readonly invitedBy: string; readonly personId: string },
) => void;
