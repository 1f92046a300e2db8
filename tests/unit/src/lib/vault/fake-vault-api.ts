import { isByName, ownCollator } from '#contract/collation';
import type { Entry, File, Folder, Media } from '#contract/entries';
import type { ErrorCode } from '#contract/errors';
import { takenAt, takenOn } from '#contract/media-time';
import { numberedName } from '#contract/names';
import { ROOT, type ensureFolders, type listFolder } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { entryOrder } from '$lib/vault/list/entry-order';
import * as v from 'valibot';

export const ROOT_ID = idOf(1);
export const TRASH_ID = idOf(2);
const START = Date.UTC(2025, 0, 1);

/** A readable id: `00000000-0000-7000-8000-00000000002a` for 42. */
function idOf(n: number): string {
	return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

interface TimelineRequest {
	readonly only: 'media' | 'all';
	readonly takenFrom?: string;
	readonly takenBefore?: string;
	readonly cursor?: string;
	readonly limit: number;
}

interface Copy {
	readonly ref: string;
	readonly entryId: string;
	readonly parentId: string;
}

const NO_TOTALS = { items: 0, files: 0, bytes: 0 };

/** A vault in memory that answers like the API's list and change endpoints, one page after the other. */
export class FakeVaultApi {
	readonly requests: { readonly name: string; readonly request: Record<string, unknown> }[] = [];
	readonly #entries = new Map<string, Entry>();
	readonly #cameFrom = new Map<
		string,
		{ readonly id: string; readonly names: readonly string[] }
	>();
	readonly #refusals = new Map<string, ErrorCode>();
	/** By their refs. */
	readonly #copies = new Map<string, File>();
	/** The last entry of each page that was not the last one, and the order in which it was. */
	readonly #cursors: { readonly end: Entry; readonly collation: string | null }[] = [];
	/** Longest folder that is ordered by a reader's language; twice that where it grows meanwhile. */
	collatedMax = Infinity;
	/** How many entries one call brings back from the trash. */
	restoredAtOnce = 200;
	readonly #pageSize: number;
	#nextId = 100;

	constructor({ pageSize = 200 }: { readonly pageSize?: number } = {}) {
		this.#pageSize = pageSize;
	}

	addFolder(name: string, parentId = ROOT_ID): Folder {
		const entry: Folder = { kind: 'folder', ...this.#common(name, parentId), totals: NO_TOTALS };
		this.#entries.set(entry.id, entry);
		return entry;
	}

	addFile(name: string, parentId = ROOT_ID, details: Partial<File> = {}): File {
		const entry: File = {
			kind: 'file',
			...this.#common(name, parentId),
			versionId: idOf(this.#nextId++),
			sizeBytes: 1000,
			contentType: 'application/octet-stream',
			storageClass: 'STANDARD',
			restoredUntil: null,
			readyAbout: null,
			missingSince: null,
			hasThumb: false,
			hasPreview: false,
			modifiedAt: null,
			media: null,
			...details,
		};
		this.#entries.set(entry.id, entry);
		return entry;
	}

	/** The next request of this name is refused. */
	refuse(name: string, code: ErrorCode): void {
		this.#refusals.set(name, code);
	}

	requestsOf(name: string): readonly Record<string, unknown>[] {
		return this.requests.filter((sent) => sent.name === name).map((sent) => sent.request);
	}

	/** Requests and answers are parsed by the contract, as between the page and the real API. */
	readonly call: Call = async (endpoint, request, { signal } = {}) => {
		signal?.throwIfAborted();
		const fields = v.parse(endpoint.request, request) as Record<string, unknown>;
		this.requests.push({ name: endpoint.name, request: fields });
		await Promise.resolve();
		const code = this.#refusals.get(endpoint.name);
		if (code !== undefined) {
			this.#refusals.delete(endpoint.name);
			throw new ApiError(code);
		}
		return v.parse(endpoint.response, this.#answer(endpoint.name, fields));
	};

	#answer(name: string, request: Record<string, unknown>): unknown {
		const ids = request.entryIds as string[];
		switch (name) {
			case 'openVault':
				return {
					rootId: ROOT_ID,
					trashId: TRASH_ID,
					usage: { quotaBytes: 100e9, usedBytes: 12.4e9, reservedBytes: 0 },
				};
			case 'listFolder':
				return this.#list(request as unknown as v.InferOutput<typeof listFolder.request>);
			case 'createFolder':
				return { folder: this.addFolder(String(request.name), String(request.parentId)) };
			case 'ensureFolders':
				return {
					folders: this.#ensure(request as unknown as v.InferOutput<typeof ensureFolders.request>),
				};
			case 'renameEntry':
				return {
					entry: this.#change(String(request.entryId), { name: String(request.name) }),
				};
			case 'moveEntries':
				return { entries: ids.map((id) => this.#moved(id, String(request.targetId))) };
			case 'copyFiles':
				return { files: this.#copy(request.files as Copy[]) };
			case 'trashEntries':
				for (const id of ids) this.#trash(id);
				return { trashedIds: ids };
			case 'putBackEntries':
				return {
					entries: ids.slice(0, this.restoredAtOnce).map((id) => this.#restored(id)),
					leftIds: ids.slice(this.restoredAtOnce),
				};
			case 'purgeEntries':
				for (const id of ids) this.#entries.delete(id);
				return { erased: true };
			case 'purgeTrash':
				for (const entry of this.#in(TRASH_ID)) this.#entries.delete(entry.id);
				return { emptied: true, erased: true };
			case 'searchEntries':
				return this.#search(String(request.query), request.type === 'folder');
			case 'listTimeline':
				return this.#timeline(request as unknown as TimelineRequest);
			case 'listMonths':
				return this.#months();
			case 'recordMedia':
				return {
					media: (request.media as (Media & { versionId: string })[]).map(
						({ versionId, ...media }) => ({ versionId, outcome: 'recorded', media }),
					),
				};
			case 'getEntry':
				return this.#get(String(request.entryId));
			case 'openDerivatives':
				return {
					addressTemplate: `https://vault.test/d/ann/{versionId}/{kind}?signed-${String(this.requestsOf(name).length)}`,
					expiresInSeconds: 900,
				};
			case 'signDownloads':
				return this.#sign(request.downloads as { entryId: string; as: string }[]);
			default:
				throw new Error(`the fake does not answer ${name}`);
		}
	}

	#list(request: v.InferOutput<typeof listFolder.request>) {
		const { folderId: asked, sort, from, cursor, skip } = request;
		const folderId = asked === ROOT ? ROOT_ID : asked;
		const folder = this.#folder(folderId);
		// As in the API a cursor names a place in its order, not a number of entries.
		const last = cursor === undefined ? undefined : this.#cursors[Number(cursor)];
		const length = this.#in(folderId).length;
		if (last?.collation && length > 2 * this.collatedMax) throw new ApiError('bad_cursor');
		const isShort = length <= this.collatedMax;
		const asReader = isShort && isByName(sort) && ownCollator(request.collation) !== undefined;
		const collation = last ? last.collation : asReader ? (request.collation ?? null) : null;
		const inOrder = entryOrder(sort, collation);
		const order = from === 'end' ? (a: Entry, b: Entry) => inOrder(b, a) : inOrder;
		const rest = this.#in(folderId)
			.filter((entry) => last === undefined || order(entry, last.end) > 0)
			.toSorted(order);
		const entries = rest.slice(skip, skip + this.#pageSize);
		const [first, end] = [entries[0], entries.at(-1)];
		const more = end !== undefined && rest.length > skip + entries.length;
		const isInside = skip > 0 || cursor !== undefined;
		return {
			folder: { ...folder, totals: { ...NO_TOTALS, items: this.#in(folderId).length } },
			trashed: folderId === TRASH_ID,
			path: this.#pathTo(folderId),
			keptBy: null,
			entries: from === 'end' ? entries.toReversed() : entries,
			origins: folderId === TRASH_ID ? entries.map((entry) => this.#origin(entry.id)) : [],
			collation,
			nextCursor: more ? String(this.#cursors.push({ end, collation }) - 1) : null,
			previousCursor:
				isInside && first ? String(this.#cursors.push({ end: first, collation }) - 1) : null,
		};
	}

	#origin(entryId: string) {
		const { id, names } = this.#cameFrom.get(entryId) ?? { id: ROOT_ID, names: [] };
		const isThere = this.#pathTo(id)[0]?.id === ROOT_ID;
		return { entryId, folderId: isThere ? id : null, names, cut: false };
	}

	#timeline({ only, takenFrom, takenBefore, cursor, limit }: TimelineRequest) {
		const files = this.#taken(only)
			.filter((file) => takenFrom === undefined || takenOn(file) >= takenFrom)
			.filter((file) => takenBefore === undefined || takenOn(file) < takenBefore);
		const from = Number(cursor ?? 0);
		const to = from + Math.min(limit, this.#pageSize);
		return { files: files.slice(from, to), nextCursor: to < files.length ? String(to) : null };
	}

	#taken(only: 'media' | 'all'): readonly File[] {
		const placeOf = (file: File) => `${takenOn(file)} ${takenAt(file)} ${file.id}`;
		return [...this.#entries.values()]
			.filter((entry): entry is File => entry.kind === 'file' && entry.trashedAt === null)
			.filter((file) => only === 'all' || /^(image|video)\//.test(file.contentType))
			.toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
	}

	#months() {
		const months = Map.groupBy(this.#taken('media'), (file) => takenOn(file).slice(0, 7));
		return { months: [...months].map(([month, files]) => ({ month, files: files.length })) };
	}

	#search(query: string, foldersAlone: boolean) {
		const results = [...this.#entries.values()]
			.filter((entry) => entry.trashedAt === null)
			.filter((entry) => !foldersAlone || entry.kind === 'folder')
			.filter((entry) => entry.name.toLowerCase().includes(query.toLowerCase()))
			.map((entry) => ({ entry, path: this.#pathTo(entry.parentId) }));
		return { results, count: results.length, more: false, nextCursor: null };
	}

	#get(entryId: string) {
		const isTop = entryId === ROOT_ID;
		const entry = isTop ? this.#folder(entryId) : this.#existing(entryId);
		const versions =
			entry.kind === 'folder'
				? []
				: [
						{ ...entry, id: entry.versionId, current: true },
						{ ...entry, current: false },
					];
		return {
			entry,
			path: isTop ? [] : this.#pathTo(entry.parentId),
			keptBy: null,
			trashed: entry.trashedAt !== null,
			isTold: true,
			versions,
			nextCursor: null,
		};
	}

	#sign(downloads: readonly { entryId: string; as: string }[]) {
		return {
			expiresInSeconds: 300,
			downloads: downloads.map(({ entryId, as }) => ({
				entryId,
				outcome: 'ready',
				url: `https://bucket.test/${entryId}/${as}`,
				contentType: 'image/webp',
			})),
		};
	}

	/** Of paths one folder long. */
	#ensure({ parentId, paths }: v.InferOutput<typeof ensureFolders.request>) {
		return paths.map(([name = '']) => {
			const there = this.#in(parentId).find((entry) => entry.name === name);
			return { outcome: 'ready', folderId: (there ?? this.addFolder(name, parentId)).id };
		});
	}

	#copy(files: readonly Copy[]) {
		return files.map(({ ref, entryId, parentId }) => {
			const before = this.#copies.get(ref);
			if (before !== undefined) return { ref, outcome: 'copied', file: before };
			const file = this.#existing(entryId);
			if (file.kind === 'folder') return { ref, outcome: 'refused', code: 'not_found' };
			if (file.storageClass === 'DEEP_ARCHIVE')
				return { ref, outcome: 'refused', code: 'archived' };
			const copy = this.addFile(this.#free(file.name, parentId), parentId);
			this.#copies.set(ref, copy);
			return { ref, outcome: 'copied', file: copy };
		});
	}

	#free(name: string, parentId: string): string {
		const taken = new Set(this.#in(parentId).map((entry) => entry.name));
		let free = name;
		for (let n = 1; taken.has(free); n++) free = numberedName(name, n);
		return free;
	}

	#trash(id: string): void {
		const entry = this.#existing(id);
		const names = this.#pathTo(entry.parentId).slice(1);
		this.#cameFrom.set(id, { id: entry.parentId, names: names.map(({ name }) => name) });
		this.#change(id, { parentId: TRASH_ID, trashedAt: new Date(START).toISOString() });
	}

	#restored(id: string): Entry {
		return this.#change(id, { parentId: this.#cameFrom.get(id)?.id ?? ROOT_ID, trashedAt: null });
	}

	#moved(id: string, parentId: string): Entry {
		return this.#change(id, { parentId });
	}

	#change(id: string, change: Partial<Pick<Entry, 'name' | 'parentId' | 'trashedAt'>>): Entry {
		const entry = this.#existing(id);
		const changed = { ...entry, ...change, rev: entry.rev + 1 };
		this.#entries.set(id, changed);
		return changed;
	}

	#in(folderId: string): readonly Entry[] {
		return [...this.#entries.values()].filter((entry) => entry.parentId === folderId);
	}

	#existing(id: string): Entry {
		const entry = this.#entries.get(id);
		if (!entry) throw new ApiError('not_found');
		return entry;
	}

	#folder(id: string): Folder {
		if (id === ROOT_ID || id === TRASH_ID) {
			const common = this.#common(id === ROOT_ID ? 'root' : 'trash', id);
			return { kind: 'folder', ...common, id, totals: NO_TOTALS };
		}
		const entry = this.#existing(id);
		if (entry.kind !== 'folder') throw new ApiError('not_found');
		return entry;
	}

	#pathTo(folderId: string): { id: string; name: string }[] {
		const { id, name, parentId } = this.#folder(folderId);
		return parentId === id ? [{ id, name }] : [...this.#pathTo(parentId), { id, name }];
	}

	#common(name: string, parentId: string) {
		const number = this.#nextId++;
		const instant = new Date(START + number * 60_000).toISOString();
		return {
			id: idOf(number),
			parentId,
			name,
			rev: 1,
			createdAt: instant,
			updatedAt: instant,
			trashedAt: null,
			keepsReady: false,
		};
	}
}
