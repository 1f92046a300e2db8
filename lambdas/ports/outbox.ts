/** A message that is owed: written with the change it tells of, sent afterwards. */
export interface OutboxMessage {
	readonly id: string;
	readonly ownerId: string;
	readonly kind: 'batch-arrived' | 'restore-done';
	/** The batch, or the restore, that it tells of. */
	readonly batchId: string;
	readonly subject: string;
	readonly text: string;
	readonly createdAt: Date;
}

export interface OutboxRepository {
	insert(message: OutboxMessage): Promise<void>;
	/**
	 * Takes up to `limit` unsent messages that no run has claimed, of one owner or of all, for `now` until `until`:
	 * no two callers get the same one in that time.
	 */
	claim(options: {
		readonly ownerId?: string | undefined;
		readonly now: Date;
		readonly until: Date;
		readonly limit: number;
	}): Promise<readonly OutboxMessage[]>;
	markSent(id: string, now: Date): Promise<void>;
	/** Takes away what was sent before `before`. */
	forget(before: Date, limit: number): Promise<number>;
	/** Takes away what is owed and was sent to one owner. Answers how many. */
	forgetOf(ownerId: string, limit: number): Promise<number>;
}
