import * as v from 'valibot';

const strings = v.array(v.string());

const work = v.variant('kind', [
	/** Entries not yet in the trash, not yet deleted, or not yet back from the trash. */
	v.object({ kind: v.picklist(['trash', 'purge', 'put-back']), ids: strings }),
	/** Entries not yet moved, and how they are. */
	v.object({
		kind: v.literal('move'),
		ids: strings,
		target: v.object({ id: v.string(), name: v.string() }),
		onConflict: v.picklist(['fail', 'keep-both']),
	}),
	v.object({ kind: v.literal('empty') }),
	/** What is copied, for people, and how many files are. */
	v.object({ kind: v.literal('copy'), name: v.string(), files: v.number() }),
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
