/** Files a person chose at once, to upload or to copy. */
export interface Batch {
	readonly ownerId: string;
	readonly id: string;
	readonly fileCount: number;
	readonly storedCount: number;
	readonly storedBytes: number;
	/** How many are over, however they ended. */
	readonly endedCount: number;
	/** `copying`: of copies, which no message is owed and nothing but the page that makes them goes on with. */
	readonly state: 'open' | 'closed' | 'copying';
}

export interface BatchProgress {
	readonly endedCount: number;
	readonly storedCount?: number;
	readonly storedBytes?: number;
}

export interface BatchRepository {
	/** Makes the batch unless it is there; answers it as it stands. */
	open(batch: {
		ownerId: string;
		id: string;
		fileCount: number;
		state: 'open' | 'copying';
		now: Date;
	}): Promise<Batch>;
	/** Adds to the counts, and answers the batch with them; undefined where there is none. */
	advance(ownerId: string, id: string, by: BatchProgress): Promise<Batch | undefined>;
	get(ownerId: string, id: string): Promise<Batch | undefined>;
	/** True for the one who closes it. */
	close(ownerId: string, id: string, now: Date): Promise<boolean>;
	/** Of all owners: open, nothing under way, and nothing begun since `before`. */
	idle(before: Date, limit: number): Promise<readonly Batch[]>;
	/** Of all owners: takes away those closed or of copies, made before `before` of which no upload is remembered. Answers how many. */
	forget(before: Date, limit: number): Promise<number>;
	/** Takes away those of one owner, however young. Answers how many. */
	forgetOf(ownerId: string, limit: number): Promise<number>;
}
