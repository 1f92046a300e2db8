import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { writePrivateFile } from '../data-directory/private-file.ts';

const KeptMessage = v.object({
	body: v.string(),
	messageAttributes: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** What is kept of a message; it gets a new id when it is put back. */
export type KeptMessage = v.InferOutput<typeof KeptMessage>;
export type KeptQueues = Readonly<Record<string, readonly KeptMessage[]>>;

const Kept = v.record(v.string(), v.array(KeptMessage));

/** The messages of every queue by its name, in one file that is replaced whole after each change. */
export class QueueFile {
	readonly #file: string;

	constructor(dataDir: string) {
		this.#file = join(dataDir, 'queues.json');
	}

	/** Throws a sentence where the file cannot be read: it holds what functions could not do. */
	read(): KeptQueues {
		if (!existsSync(this.#file)) return {};
		try {
			return v.parse(Kept, JSON.parse(readFileSync(this.#file, 'utf8')));
		} catch (error) {
			throw new Error(`The messages in ${this.#file} cannot be read: ${String(error)}`, {
				cause: error,
			});
		}
	}

	/** Throws where the disk takes nothing more. */
	write(queues: KeptQueues): void {
		writePrivateFile(this.#file, JSON.stringify(queues));
	}
}
