import type { File as StoredFile } from '#contract/entries';
import type { DerivativeKind, Form } from '#contract/uploads';
import { Semaphore } from '$lib/concurrency/semaphore';
import { mayBeDrawn } from './derivative-plan';
import type { Drawn } from './drawing.worker';
import type { Drawer } from './picture-drawer';

/** The vault's side of thumbnails and previews. Questions of many files may share a call. */
export interface DerivativeApi {
	/** `recorded` where the vault has it already, undefined where it does not want it. */
	sign(versionId: string, drawn: Drawn): Promise<Form | 'recorded' | undefined>;
	/** True where the vault found it in S3. */
	record(versionId: string, kind: DerivativeKind): Promise<boolean>;
}

export interface DerivativePorts {
	readonly drawer: Drawer;
	readonly api: DerivativeApi;
	post(form: Form, bytes: ArrayBuffer, signal: AbortSignal): Promise<void>;
}

/** Pictures that have been drawn and are on their way: the next is not drawn before there is room. */
const ON_THEIR_WAY_MAX = 200;
/** Far fewer than there are connections: files go first. */
const POSTS_AT_ONCE = 2;

/**
 * Gives stored files their thumbnails and previews, one file after the other, in the order in which they
 * were stored. Nothing here can disturb an upload: what fails is left out, and the file stays as it is.
 */
export class DerivativeQueue {
	readonly #ports: DerivativePorts;
	readonly #made: (file: StoredFile) => void;
	readonly #drawing = new Semaphore(1);
	readonly #room = new Semaphore(ON_THEIR_WAY_MAX);
	readonly #posting = new Semaphore(POSTS_AT_ONCE);
	#session = new AbortController();

	/** `made` is called with each file that got pictures, as it is now. */
	constructor(ports: DerivativePorts, made: (file: StoredFile) => void) {
		this.#ports = ports;
		this.#made = made;
	}

	/** Never fails; resolves when the file has what it gets. */
	async add(file: StoredFile, source: Blob): Promise<void> {
		if (!mayBeDrawn(file)) return;
		const { signal } = this.#session;
		try {
			const kinds = await this.#room.run(() => this.#make(file, source, signal), signal);
			const hasThumb = file.hasThumb || kinds.includes('thumb');
			const hasPreview = file.hasPreview || kinds.includes('preview');
			if (kinds.length > 0 && !signal.aborted) this.#made({ ...file, hasThumb, hasPreview });
		} catch {
			// A list shows its sign for the type instead.
		}
	}

	/** At sign-out: what is not yet drawn is left. */
	close(): void {
		this.#session.abort();
		this.#session = new AbortController();
	}

	async #make(
		file: StoredFile,
		source: Blob,
		signal: AbortSignal,
	): Promise<readonly DerivativeKind[]> {
		const drawn = await this.#drawing.run(
			() => this.#ports.drawer.draw(source, file.contentType),
			signal,
		);
		const sent = await Promise.allSettled(
			drawn.map((each) => this.#send(file.versionId, each, signal)),
		);
		return sent.flatMap((each) =>
			each.status === 'fulfilled' && each.value !== undefined ? [each.value] : [],
		);
	}

	async #send(
		versionId: string,
		drawn: Drawn,
		signal: AbortSignal,
	): Promise<DerivativeKind | undefined> {
		const form = await this.#ports.api.sign(versionId, drawn);
		if (form === undefined) return undefined;
		if (form === 'recorded') return drawn.kind;
		await this.#posting.run(() => this.#ports.post(form, drawn.bytes, signal), signal);
		return (await this.#ports.api.record(versionId, drawn.kind)) ? drawn.kind : undefined;
	}
}
