import { errorCodes } from '#contract/errors';
import * as v from 'valibot';

const strings = v.array(v.string());

const target = v.object({ id: v.string(), name: v.string() });

/** See [Note: Copies that go on]. */
const copyWork = v.object({
	kind: v.literal('copy'),
	/** What is copied, for people. */
	name: v.string(),
	target,
	/** The call that copies, or copied, when this was written down. */
	sending: v.optional(
		v.object({
			batch: v.object({ id: v.string(), fileCount: v.number() }),
			files: v.array(v.object({ ref: v.string(), entryId: v.string(), parentId: v.string() })),
		}),
	),
	/** Files to be copied next, into one folder. */
	waiting: v.object({ parentId: v.string(), ids: strings }),
	/** Folders whose copies are there, and where their lists go on. */
	levels: v.array(
		v.object({ fromId: v.string(), toId: v.string(), cursor: v.optional(v.string()) }),
	),
	/** Chosen folders that are not begun. */
	folders: v.array(v.object({ id: v.string(), name: v.string() })),
	/** Copies that lie directly in the target. */
	madeIds: strings,
	/** Files that are copied. */
	files: v.number(),
	/** Files that were not, and why the first of them was not. */
	refusedCount: v.number(),
	refusal: v.optional(v.picklist(errorCodes)),
});
export type CopyWork = v.InferOutput<typeof copyWork>;

const work = v.variant('kind', [
	/** Entries not yet in the trash, not yet deleted, or not yet back from the trash. */
	v.object({ kind: v.picklist(['trash', 'purge', 'put-back']), ids: strings }),
	/** Entries not yet moved, and how they are. */
	v.object({
		kind: v.literal('move'),
		ids: strings,
		target,
		onConflict: v.picklist(['fail', 'keep-both']),
	}),
	v.object({ kind: v.literal('empty') }),
	copyWork,
]);

const left = v.object({ vaultId: v.string(), work });

/** Work that takes many calls, as far as it is not done. */
export type Work = v.InferOutput<typeof work>;

const PREFIX = 'cloudvault.work.';

/** Where work is written down that goes on only while its page is open: for the next visit, by this device alone. */
export class LeftWork {
	/** Also the name of the lock of the tab that is working on it. */
	readonly key: string;

	constructor(key = `${PREFIX}${crypto.randomUUID()}`) {
		this.key = key;
	}

	static all(): readonly LeftWork[] {
		return Object.keys(localStorage)
			.filter((key) => key.startsWith(PREFIX))
			.map((key) => new LeftWork(key));
	}

	/** Undefined for work in another person's vault. */
	read(vaultId: string): Work | undefined {
		try {
			const found = v.parse(left, JSON.parse(localStorage.getItem(this.key) ?? ''));
			return found.vaultId === vaultId ? found.work : undefined;
		} catch {
			return undefined;
		}
	}

	keep(vaultId: string, work: Work): void {
		try {
			localStorage.setItem(this.key, JSON.stringify({ vaultId, work }));
		} catch {
			// 100,000 entries fill what a browser keeps. Without it, what is left is seen in the list alone.
			this.forget();
		}
	}

	forget(): void {
		localStorage.removeItem(this.key);
	}
}
