import type { ErrorCode } from '#contract/errors';
import { PART_SIZE_BYTES, SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { VaultError } from '../../../lambdas/domain/vault-error.ts';
import {
	asked,
	compositeOf,
	partsOf,
	post,
	put,
	sha256,
	type Begun,
} from '../../support/uploader.ts';
import type { Uploader } from '../../support/world.ts';
import type { Known, Ledger } from './ledger.ts';
import type { Doing, Step } from './plan.ts';

/** A browser asks again this often in all, then it is closed. */
const ATTEMPTS = 6;
/** Names that a client takes from: few, so that they meet. */
const NAMES = ['a.txt', 'A.TXT', 'é', 'e\u0301', 'photo.jpg', 'b', 'c', 'd.tar.gz', '🍣', '..x'];

const uploading = [
	'quota_exceeded',
	'name_conflict',
	// Its time was over by a clock that was days ahead, and the sweep has given it up.
	'not_found',
	'not_uploaded',
	'parts_mismatch',
] as const;

/** What may be refused, and why; any other refusal is a fault. */
const expected: Readonly<Record<Doing, readonly ErrorCode[]>> = {
	upload: uploading,
	'upload in parts': uploading,
	'upload and leave': uploading,
	'upload and give up': uploading,
	folder: ['name_conflict', 'too_deep'],
	folders: [],
	rename: ['name_conflict'],
	move: ['name_conflict', 'cycle', 'too_deep'],
	trash: [],
	// The other client of the vault has emptied the trash.
	restore: ['not_found', 'too_deep'],
	purge: [],
	'empty trash': [],
	'older version': [],
	picture: [],
	read: [],
	list: [],
};

/** No answer ever came. */
class NoAnswer extends Error {}

export interface ClientCounts {
	acknowledged: number;
	'deleted forever': number;
	refused: number;
	'asked again': number;
	'never answered': number;
	'files read': number;
}

interface ClientOptions {
	readonly number: number;
	readonly vault: Uploader;
	readonly ledger: Ledger;
	readonly counts: ClientCounts;
	/** Told of everything that must not be. */
	readonly blame: (what: string) => void;
}

/**
 * A browser with a folder of its own in a vault that another one uses as well. It writes down what it is told, and
 * says where an answer contradicts an earlier one.
 */
export class Client {
	readonly #options: ClientOptions;
	#home: Known | undefined;
	#sent = 0;

	constructor(options: ClientOptions) {
		this.#options = options;
	}

	async begin(): Promise<void> {
		const { vault, ledger, number } = this.#options;
		const name = `home ${String(number)}`;
		const id = await vault.folder(vault.rootId, name);
		const facts = { id, kind: 'folder', client: number, name, parentId: vault.rootId } as const;
		this.#home = ledger.add(facts);
	}

	async do(step: Step): Promise<void> {
		try {
			await this.#run(step);
		} catch (error) {
			if (error instanceof NoAnswer) this.#options.counts['never answered'] += 1;
			else if (error instanceof VaultError && expected[step.doing].includes(error.code)) {
				this.#options.counts.refused += 1;
			} else this.#options.blame(`${step.doing} failed: ${describe(error)}`);
		}
	}

	#run(step: Step): Promise<void> {
		switch (step.doing) {
			case 'upload':
			case 'upload in parts':
			case 'upload and leave':
			case 'upload and give up':
				return this.#upload(step);
			case 'folder':
				return this.#makeFolder(step);
			case 'folders':
				return this.#ensureFolders(step);
			case 'rename':
				return this.#rename(step);
			case 'move':
				return this.#move(step);
			case 'trash':
				return this.#trash(step);
			case 'restore':
				return this.#restore(step);
			case 'purge':
				return this.#purge(step);
			case 'empty trash':
				return this.#emptyTrash();
			case 'older version':
				return this.#restoreVersion(step);
			case 'picture':
				return this.#makePicture(step);
			case 'read':
				return this.#read(step);
			case 'list':
				return this.#list(step);
		}
	}

	async #upload({ doing, choices: [where, which, how, size] }: Step): Promise<void> {
		const { vault, ledger } = this.#options;
		const bytes = this.#newBytes(doing === 'upload in parts', size);
		ledger.offered.add(sha256(bytes));
		const file = asked(pick(this.#folders(), where).id, bytes, {
			name: pick(NAMES, which),
			onConflict: pick(['keep-both', 'new-version', 'new-version', 'skip'] as const, how),
		});
		const batch = { id: randomUUID(), fileCount: 1 };
		const [begun] = await this.#ask(() => vault.begin([file], batch));
		if (begun?.outcome === 'refused') throw new VaultError(begun.code);
		if (begun?.outcome !== 'send') return;
		if (doing === 'upload and leave' && size < 0.5) return;
		await this.#send(begun, bytes);
		if (doing === 'upload and leave') return;
		if (doing === 'upload and give up') await this.#giveUp(begun.uploadId, bytes);
		else await this.#complete(begun, bytes);
	}

	/** No two uploads have the same, so that bytes tell where they came from. */
	#newBytes(isLarge: boolean, size: number): Buffer {
		const { number } = this.#options;
		this.#sent += 1;
		const label = `client ${String(number)}, upload ${String(this.#sent)} `;
		if (isLarge) return Buffer.alloc(SINGLE_REQUEST_MAX_BYTES + 1 + Math.floor(size * 9), label);
		return Buffer.alloc(label.length + Math.floor(size ** 4 * 20_000), label);
	}

	async #send(begun: Extract<Begun, { outcome: 'send' }>, bytes: Buffer): Promise<void> {
		const { vault } = this.#options;
		const { uploadId, transfer } = begun;
		if (transfer.kind === 'form') {
			await this.#put(() => post(transfer.form, bytes));
			return;
		}
		const parts = partsOf(bytes, transfer.partSizeBytes);
		const wanted = parts.map((part, i) => ({ partNumber: i + 1, sha256: sha256(part) }));
		const signed = await this.#ask(() => vault.can.signParts({ uploadId, parts: wanted }));
		for (const { partNumber, url, headers } of signed.parts) {
			const part = parts[partNumber - 1];
			if (part !== undefined) await this.#put(() => put(url, headers, part));
		}
	}

	async #complete(begun: Extract<Begun, { outcome: 'send' }>, bytes: Buffer): Promise<void> {
		const { vault, ledger, counts, number } = this.#options;
		const { uploadId } = begun;
		const isLarge = begun.transfer.kind === 'parts';
		const checksum = isLarge ? compositeOf(bytes, PART_SIZE_BYTES) : sha256(bytes);
		const done = await this.#ask(async () => {
			const { files } = await vault.can.completeUploads({ uploads: [{ uploadId, checksum }] });
			const [file] = files;
			if (file?.outcome === 'failed' && file.code === 'unavailable')
				throw new VaultError(file.code);
			return file;
		});
		if (done?.outcome !== 'stored') {
			if (done !== undefined) throw new VaultError(done.code);
			return;
		}
		const { id, name, parentId } = done.file;
		const known = ledger.add({ id, kind: 'file', client: number, name, parentId });
		if (known.isGone) this.#options.blame(`${id} was deleted, and an upload brought it back`);
		known.versions.set(uploadId, sha256(bytes));
		counts.acknowledged += 1;
	}

	async #giveUp(uploadId: string, bytes: Buffer): Promise<void> {
		const { vault, ledger } = this.#options;
		const given = await this.#ask(() => vault.can.abortUploads({ uploadIds: [uploadId] }));
		if (given.abortedIds.includes(uploadId)) ledger.givenUp.add(sha256(bytes));
	}

	async #makeFolder({ choices: [where, which] }: Step): Promise<void> {
		const { vault, ledger, number } = this.#options;
		const parentId = pick(this.#folders(), where).id;
		const name = pick(NAMES, which);
		const { folder } = await this.#ask(() => vault.does.createFolder({ parentId, name }));
		ledger.add({ id: folder.id, kind: 'folder', client: number, name: folder.name, parentId });
	}

	async #ensureFolders({ choices: [where, first, second] }: Step): Promise<void> {
		const { vault } = this.#options;
		const parentId = pick(this.#folders(), where).id;
		const paths = [[pick(NAMES, first)], [pick(NAMES, first), pick(NAMES, second)]];
		await this.#ask(() => vault.does.ensureFolders({ parentId, paths }));
	}

	async #rename({ choices: [which, to] }: Step): Promise<void> {
		const known = this.#own(which);
		if (known === undefined) return;
		const { entry } = await this.#look(known);
		const name = `${pick(NAMES, to)} ${String(Math.floor(to * 1000))}`;
		const { does } = this.#options.vault;
		await this.#change(known, async () => {
			const renamed = await does.renameEntry({ entryId: known.id, name, rev: entry.rev });
			known.name = renamed.entry.name;
		});
	}

	async #move({ choices: [which, where, how] }: Step): Promise<void> {
		const known = this.#own(which);
		if (known === undefined) return;
		const targetId = pick(this.#folders(), where).id;
		const onConflict = how < 0.5 ? 'fail' : 'keep-both';
		const { does } = this.#options.vault;
		await this.#change(known, async () => {
			const { entries } = await does.moveEntries({ entryIds: [known.id], targetId, onConflict });
			known.name = entries[0]?.name ?? known.name;
			known.parentId = targetId;
		});
	}

	async #trash({ choices: [which] }: Step): Promise<void> {
		const known = this.#own(which);
		if (known === undefined) return;
		const { vault, ledger } = this.#options;
		ledger.goesToTrash(known);
		try {
			await this.#ask(() => vault.does.trashEntries({ entryIds: [known.id] }));
			known.place = 'trash';
		} catch (error) {
			if (error instanceof VaultError && !known.isDoomed) {
				this.#options.blame(`${known.id} could not be trashed: ${error.code}`);
			}
			throw error;
		}
	}

	async #restore({ choices: [which] }: Step): Promise<void> {
		const known = pickOf(this.#options.ledger.of(this.#options.number, 'trash'), which);
		if (known === undefined) return;
		const { vault, ledger } = this.#options;
		known.place = 'unsure';
		const { entries } = await this.#ask(() => vault.does.putBackEntries({ entryIds: [known.id] }));
		const [entry] = entries;
		if (entry === undefined) return;
		if (!ledger.known.has(entry.parentId)) await this.#learnFolders(entry.id);
		known.name = entry.name;
		known.parentId = entry.parentId;
		known.place = 'vault';
		for (const each of ledger.within(known)) each.isDoomed = false;
	}

	/** Where the folder is gone that an entry lay in, it comes back into new ones of the same names: what happens to them happens to it. */
	async #learnFolders(entryId: string): Promise<void> {
		const { vault, ledger, number } = this.#options;
		const { path } = await this.#ask(() => vault.does.getEntry({ entryId }));
		for (const [i, { id, name }] of path.entries()) {
			const above = path[i - 1];
			if (above === undefined || ledger.known.has(id)) continue;
			ledger.add({ id, kind: 'folder', client: number, name, parentId: above.id });
		}
	}

	async #purge({ choices: [which] }: Step): Promise<void> {
		const known = pickOf(this.#options.ledger.of(this.#options.number, 'trash'), which);
		if (known === undefined) return;
		const { vault, ledger, counts } = this.#options;
		ledger.doom(known);
		await this.#ask(() => vault.can.purgeEntries({ entryIds: [known.id] }));
		ledger.bury(known);
		counts['deleted forever'] += 1;
	}

	async #emptyTrash(): Promise<void> {
		const { vault, ledger } = this.#options;
		await ledger.emptyTrash(async () => {
			await this.#ask(() => vault.can.purgeTrash({}));
			return true;
		});
	}

	async #restoreVersion({ choices: [which, version] }: Step): Promise<void> {
		const known = this.#own(which, ({ versions }) => versions.size > 1);
		if (known === undefined) return;
		const versionId = pick([...known.versions.keys()], version);
		const { does } = this.#options.vault;
		await this.#change(known, async () => {
			await does.restoreVersion({ entryId: known.id, versionId });
		});
	}

	async #makePicture({ choices: [which, version, kindOf] }: Step): Promise<void> {
		const known = this.#own(which, ({ versions }) => versions.size > 0);
		if (known === undefined) return;
		const { can } = this.#options.vault;
		const bytes = Buffer.from(`picture ${String(version)}`);
		const kind = kindOf < 0.5 ? 'thumb' : 'preview';
		const name = { versionId: pick([...known.versions.keys()], version), kind } as const;
		const picture = { sizeBytes: bytes.length, sha256: sha256(bytes) };
		const { derivatives } = await this.#ask(() =>
			can.signDerivatives({ derivatives: [{ ...name, ...picture, contentType: 'image/webp' }] }),
		);
		const [signed] = derivatives;
		if (signed?.outcome !== 'send') return;
		await this.#put(() => post(signed.form, bytes));
		await this.#ask(() => can.recordDerivatives({ derivatives: [name] }));
	}

	async #read({ choices: [which, version] }: Step): Promise<void> {
		const known = this.#own(which, ({ versions }) => versions.size > 0);
		if (known === undefined) return;
		const [versionId, hash] = pick([...known.versions], version);
		const { can } = this.#options.vault;
		const wanted = { entryId: known.id, versionId, as: 'attachment' } as const;
		const { downloads } = await this.#ask(() => can.signDownloads({ downloads: [wanted] }));
		const [signed] = downloads;
		if (signed?.outcome !== 'ready') {
			this.#options.blame(`${known.id} cannot be read: ${JSON.stringify(signed)}`);
			return;
		}
		let bytes = Buffer.alloc(0);
		await this.#put(async () => {
			const response = await fetch(signed.url);
			bytes = Buffer.from(await response.arrayBuffer());
			return response.status;
		});
		this.#options.counts['files read'] += 1;
		if (sha256(bytes) !== hash) this.#options.blame(`${known.id} ${versionId} reads other bytes`);
	}

	async #list({ choices: [where] }: Step): Promise<void> {
		const { vault, ledger } = this.#options;
		const folder = pick(this.#folders(), where);
		const listed = new Map<string, string>();
		let cursor: string | null | undefined;
		do {
			const page = await this.#ask(() =>
				vault.does.listFolder({ folderId: folder.id, ...(cursor && { cursor }) }),
			);
			for (const { id, name } of page.entries) listed.set(id, name);
			cursor = page.nextCursor;
		} while (cursor !== null);
		for (const { id, name, parentId, place, isGone } of ledger.known.values()) {
			if (isGone && listed.has(id)) this.#options.blame(`${id} was deleted, and is listed`);
			if (isGone || parentId !== folder.id || place !== 'vault') continue;
			if (listed.get(id) !== name) {
				this.#options.blame(`${id} is listed as ${String(listed.get(id))} instead of ${name}`);
			}
		}
	}

	/** What an entry says of itself, which has to be what was acknowledged. */
	async #look(known: Known) {
		const { vault } = this.#options;
		const seen = await this.#ask(() => vault.does.getEntry({ entryId: known.id }));
		const { name, parentId } = seen.entry;
		if (name !== known.name || parentId !== known.parentId || seen.trashed) {
			this.#options.blame(
				`${known.id} is ${name} in ${parentId}, and was said to be ${known.name}`,
			);
		}
		return seen;
	}

	/** What was not answered has happened or not: from then on only its bytes are sure. */
	async #change(known: Known, change: () => Promise<void>): Promise<void> {
		known.place = 'unsure';
		try {
			await this.#ask(change);
			known.place = 'vault';
		} catch (error) {
			if (error instanceof VaultError) known.place = 'vault';
			throw error;
		}
	}

	/** One that lies in the vault, but not the home itself. */
	#own(choice: number, fits: (known: Known) => boolean = () => true): Known | undefined {
		const { ledger, number } = this.#options;
		const all = ledger.of(number, 'vault').filter((each) => each !== this.#home && fits(each));
		return pickOf(all, choice);
	}

	#folders(): readonly Known[] {
		const { ledger, number } = this.#options;
		return ledger.of(number, 'vault').filter(({ kind }) => kind === 'folder');
	}

	/** Again, as long as the answer is that it may be asked again. */
	async #ask<T>(request: () => Promise<T>): Promise<T> {
		for (let i = 0; i < ATTEMPTS; i += 1) {
			try {
				return await request();
			} catch (error) {
				if (!(error instanceof VaultError && error.code === 'unavailable')) throw error;
				this.#options.counts['asked again'] += 1;
			}
		}
		throw new NoAnswer();
	}

	/** The same of a request to S3, which is answered by a status or not at all. */
	async #put(request: () => Promise<number>): Promise<void> {
		for (let i = 0; i < ATTEMPTS; i += 1) {
			const status = await request().catch(() => 0);
			if (status >= 200 && status < 300) return;
			// It was put together, given up or cleared away meanwhile: what completes it will say so.
			if (status === 404) return;
			if (status > 0 && status < 500) throw new Error(`S3 answered ${String(status)}`);
			this.#options.counts['asked again'] += 1;
		}
		throw new NoAnswer();
	}
}

function pickOf<T>(items: readonly T[], choice: number): T | undefined {
	return items[Math.floor(choice * items.length)];
}

function pick<T>(items: readonly T[], choice: number): T {
	const item = pickOf(items, choice);
	if (item === undefined) throw new Error('there is nothing to choose from');
	return item;
}

function describe(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const cause = error.cause === undefined ? '' : `, as ${describe(error.cause)}`;
	return `${error.message}${cause} ${error.stack?.split('\n')[1]?.trim() ?? ''}`;
}
