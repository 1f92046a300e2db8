import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { SignedInPerson } from '../../../local/cognito/people.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';

/** The whole product with one small vault, in which functions are called for the first time. */
export interface ColdStage {
	readonly stack: Stack;
	readonly owner: SignedInPerson;
	readonly person: SignedInPerson;
	readonly client: VaultClient;
	readonly rootId: string;
	/** Has so many folders. */
	readonly folderId: string;
	readonly folders: number;
	/** A file of these bytes. */
	readonly fileId: string;
	readonly objectKey: string;
	readonly bytes: Buffer;
	/** Of an upload, as the database has it. */
	stateOf(uploadId: string): Promise<string>;
	/** Makes an upload one whose time is over. */
	expire(uploadId: string): Promise<void>;
	close(): Promise<void>;
}

/** Half a page. */
const FOLDERS = 100;

/** S3's events reach no function by themselves, so that each is left to the process that is measured. */
const HELD_BACK = { delayMs: 3_600_000, windowMs: 5, visibilityMs: 1000 };

export async function openColdStage(): Promise<ColdStage> {
	const stack = await startStack({ site: false, throttles: false, queueTimes: HELD_BACK });
	const database = await createConnection(stack.databaseUrl);
	const close = async () => {
		await database.end();
		await stack.close();
	};
	try {
		const person = await stack.createUser();
		const client = new VaultClient(stack, person);
		const { rootId } = await client.open();
		const folderId = await client.createFolder(rootId, 'Photos');
		const paths = Array.from({ length: FOLDERS }, (_, i) => [`Folder ${String(i)}`]);
		await client.call('ensureFolders', { parentId: folderId, paths });
		const bytes = Buffer.from('cold'.repeat(100));
		const { id: fileId } = await client.upload(rootId, 'kept.txt', bytes);
		const [[version]] = await database.query<RowDataPacket[]>(
			'select object_key from versions where entry_id = ?',
			[fileId],
		);
		return {
			stack,
			owner: await stack.createOwner(),
			person,
			client,
			rootId,
			folderId,
			folders: FOLDERS,
			fileId,
			objectKey: String(version?.object_key),
			bytes,
			async stateOf(uploadId) {
				const [[row]] = await database.query<RowDataPacket[]>(
					'select state from uploads where id = ?',
					[uploadId],
				);
				return String(row?.state);
			},
			async expire(uploadId) {
				await database.query("update uploads set expires_at = '2020-01-01' where id = ?", [
					uploadId,
				]);
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
