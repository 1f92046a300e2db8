import type { Upload } from '../domain/upload.ts';

/** See [Note: The life of an upload]. Absent and another person's are the same: left out. */
export interface UploadRepository {
	getMany(ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Upload>>;
	/** By the browser's own ids for the files of a batch. */
	byRef(
		ownerId: string,
		batchId: string,
		refs: readonly string[],
	): Promise<ReadonlyMap<string, Upload>>;
	/** Oldest first, behind the id `after` where one is given; with `sent`, without copies, whose bytes no device sends. */
	pendingOf(
		ownerId: string,
		page: {
			readonly after?: string | undefined;
			readonly limit: number;
			readonly sent?: boolean;
		},
	): Promise<readonly Upload[]>;
	/** Lets the time of all pending ones be up `at` that moment: the sweep ends them then. */
	expire(ownerId: string, at: Date): Promise<void>;
	insert(uploads: readonly Upload[]): Promise<void>;
	/** False where it is not pending any more or has got another one than `upload` knows meanwhile. */
	setMultipart(upload: Upload, multipartId: string): Promise<boolean>;
	/** Pending ones alone. */
	end(ownerId: string, ids: readonly string[], state: 'stored' | 'aborted'): Promise<void>;
	/** Lets another attempt have the refs of these, which are over. */
	giveUpRefs(ownerId: string, ids: readonly string[]): Promise<void>;
	/** Of all owners: pending and past their time, oldest first. */
	expired(now: Date, limit: number): Promise<readonly Upload[]>;
	/** Of all owners: takes away rows that are over since before `before`. Answers how many. */
	forget(before: Date, limit: number): Promise<number>;
	/** Takes away rows of one owner that are over, however young. Answers how many. */
	forgetOf(ownerId: string, limit: number): Promise<number>;
}
