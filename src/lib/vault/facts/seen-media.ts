import { isReadable } from '#contract/archive';
import { isMedia } from '#contract/content-types';
import type { File, Media } from '#contract/entries';
import { recordMedia } from '#contract/media';
import type { Call } from '$lib/api/call';
import { Batcher } from '$lib/concurrency/batcher';
import { Semaphore } from '$lib/concurrency/semaphore';
import type { FileFacts } from '$lib/uploads/capture/facts';
import { fileFacts } from '$lib/uploads/capture/file-facts';
import { mediaOf } from '$lib/uploads/capture/read-media';
import { signedAddress } from '$lib/vault/download/signed-address';
import { playerFacts } from './player-facts';
import { slicesAt } from './range-bytes';

/** Files that share a call. */
const COUNT = 100;
const IDLE_MS = 700;
/** What is scrolled past within this time, in milliseconds, is not read. */
const GLANCE_MS = 1000;
/** Of those that are only glanced at: what a person opens comes beside them. */
const GLANCES_AT_ONCE = 2;

/**
 * Reads what files say of themselves that came by other ways than this site, or before it read that, the first time that they are drawn or
 * opened, and has the vault keep it. Each is read once; one that could not be read then is read on the next visit.
 */
export class SeenMedia {
	readonly #call: Call;
	/** By version. */
	readonly #reads = new Map<string, Promise<Media | undefined>>();
	readonly #glances = new Semaphore(GLANCES_AT_ONCE);
	readonly #records: Batcher<Media & { readonly versionId: string }, Media | undefined>;

	constructor(call: Call) {
		this.#call = call;
		this.#records = new Batcher({
			ask: async (read) => {
				const { media } = await call(recordMedia, { media: [...read] });
				return media.map((each) =>
					each.outcome === 'recorded' ? (each.media ?? undefined) : undefined,
				);
			},
			countFor: () => COUNT,
			idleMs: IDLE_MS,
		});
	}

	/** From bytes at hand, or from ranges at an address. Resolves to what the vault keeps now; undefined where that is nothing new. Never fails. */
	saw(file: File, source: Blob | URL): Promise<Media | undefined> {
		return this.#once(file, () => Promise.resolve(source));
	}

	/** The same of a file that is shown from elsewhere: a range or a few of its original are read, if that can be. */
	opened(file: File): Promise<Media | undefined> {
		if (file.missingSince !== null || !isReadable(file, new Date()))
			return Promise.resolve(undefined);
		const { id: entryId, versionId } = file;
		return this.#once(
			file,
			async () =>
				new URL(await signedAddress(this.#call, { entryId, versionId, as: 'attachment' })),
		);
	}

	/** As `opened`, of one whose thumbnail is on the screen for a moment. Returns how to tell that it has left. */
	glanced(file: File): () => void {
		if (!isUnread(file)) return () => undefined;
		const leaving = new AbortController();
		const timer = setTimeout(() => {
			// Rejects where the file leaves before it is its turn.
			this.#glances.run(() => this.opened(file), leaving.signal).catch(() => undefined);
		}, GLANCE_MS);
		return () => {
			clearTimeout(timer);
			leaving.abort();
		};
	}

	#once(file: File, sourceOf: () => Promise<Blob | URL>): Promise<Media | undefined> {
		if (!isUnread(file)) return Promise.resolve(undefined);
		const known = this.#reads.get(file.versionId);
		if (known !== undefined) return known;
		const read = this.#read(file, sourceOf).catch(() => undefined);
		this.#reads.set(file.versionId, read);
		return read;
	}

	async #read(file: File, sourceOf: () => Promise<Blob | URL>): Promise<Media | undefined> {
		const { versionId, modifiedAt, createdAt } = file;
		const facts = await factsOf(file, await sourceOf());
		return this.#records.add({ versionId, ...mediaOf(facts, Date.parse(modifiedAt ?? createdAt)) });
	}
}

/** A film without a size was read by its header alone, which not all have. */
function isUnread({ media, contentType, sizeBytes }: File): boolean {
	if (!isMedia(contentType) || sizeBytes === 0) return false;
	return media === null || (media.width === null && isFilm(contentType));
}

async function factsOf({ sizeBytes, contentType }: File, source: Blob | URL): Promise<FileFacts> {
	const bytes =
		source instanceof Blob
			? source
			: slicesAt(source.href, sizeBytes, AbortSignal.timeout(PATIENCE_MS));
	const facts = await fileFacts(bytes, contentType);
	if (!isFilm(contentType) || facts.size !== undefined) return facts;
	return { ...(await playerFacts(source)), taken: facts.taken };
}

const PATIENCE_MS = 30_000;

const isFilm = (contentType: string) => contentType.startsWith('video/');

const made = new WeakMap<Call, SeenMedia>();

/** One for all that is seen through one API, so that questions share calls and no file is read twice. */
export function seenMediaOf(call: Call): SeenMedia {
	const found = made.get(call) ?? new SeenMedia(call);
	made.set(call, found);
	return found;
}
