import { SIGN_DOWNLOADS_MAX } from '#contract/limits';
import { createHash } from 'node:crypto';
import type { VaultClient } from '../../support/vault-client.ts';

interface Listed {
	readonly id: string;
	readonly kind: string;
	readonly name: string;
	readonly hasThumb?: boolean;
}

interface Page {
	readonly entries: readonly Listed[];
	readonly nextCursor: string | null;
}

const PAGE = 200;
const READS_AT_ONCE = 6;

/** Throws unless the folder lists exactly these files, and S3 gives back their bytes. `hashes`: SHA-256 in base64, by name. */
export async function checkStored(
	client: VaultClient,
	folderId: string,
	hashes: ReadonlyMap<string, string>,
): Promise<void> {
	const listed = await listFiles(client, folderId);
	if (listed.length !== hashes.size) {
		throw new Error(`${String(listed.length)} of ${String(hashes.size)} files are listed`);
	}
	for (let i = 0; i < listed.length; i += SIGN_DOWNLOADS_MAX) {
		const some = listed.slice(i, i + SIGN_DOWNLOADS_MAX);
		const { downloads } = await client.call<{ downloads: { url: string }[] }>('signDownloads', {
			downloads: some.map(({ id }) => ({ entryId: id, as: 'attachment' })),
		});
		const waiting = some.entries();
		const worker = async () => {
			for (const [at, { name }] of waiting) {
				const found = await hashOf(downloads[at]?.url ?? '');
				if (found !== hashes.get(name)) throw new Error(`${name} is stored with other bytes`);
			}
		};
		await Promise.all(Array.from({ length: READS_AT_ONCE }, worker));
	}
}

/** All files of a folder, page by page. */
export async function listFiles(client: VaultClient, folderId: string): Promise<readonly Listed[]> {
	const found: Listed[] = [];
	let cursor: string | null = null;
	do {
		const page: Page = await client.call<Page & Record<string, never>>('listFolder', {
			folderId,
			limit: String(PAGE),
			...(cursor !== null && { cursor }),
		});
		found.push(...page.entries);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return found.filter(({ kind }) => kind === 'file');
}

/** SHA-256 in base64 of what S3 gives for an address. */
export async function hashOf(url: string): Promise<string> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`S3 answered ${String(response.status)}`);
	const hash = createHash('sha256');
	for await (const chunk of response.body ?? []) hash.update(chunk as Uint8Array);
	return hash.digest('base64');
}
