import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { realTime, type Clock } from '../clock/vault-clock.ts';
import { jsonLines } from '../data-directory/json-lines.ts';

const MessageSchema = v.object({
	id: v.string(),
	/** ISO 8601. */
	sentAt: v.string(),
	from: v.string(),
	to: v.string(),
	subject: v.string(),
	text: v.string(),
	/** What the person is asked to type in, where the mail carries a code. */
	code: v.optional(v.string()),
	/** What the person may click on. */
	links: v.optional(v.array(v.object({ label: v.string(), url: v.string() })), []),
});

/** A mail that AWS would have sent. */
export type Message = v.InferOutput<typeof MessageSchema>;
export type NewMessage = Omit<v.InferInput<typeof MessageSchema>, 'id' | 'sentAt'>;

/** Every mail that Cognito and SNS would have sent. Kept in one file of the data directory. */
export class Mailbox {
	readonly #messages: Message[];
	readonly #append: (value: unknown) => void;
	readonly #clock: Clock;

	constructor(dataDir: string, clock: Clock = realTime) {
		this.#clock = clock;
		const file = join(dataDir, 'inbox.jsonl');
		const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
		this.#messages = lines.map((line) => v.parse(MessageSchema, JSON.parse(line)));
		this.#append = jsonLines(file);
	}

	/** Throws where the disk takes nothing more: the mail is not delivered then. */
	deliver(message: NewMessage): void {
		const delivered = v.parse(MessageSchema, {
			id: randomUUID(),
			sentAt: this.#clock.now().toISOString(),
			...message,
		});
		this.#append(delivered);
		this.#messages.push(delivered);
	}

	/** Newest first; those of one person if `to` is given. */
	list(to?: string): readonly Message[] {
		const wanted = to?.toLowerCase();
		return this.#messages
			.filter((each) => wanted === undefined || each.to.toLowerCase() === wanted)
			.toReversed();
	}
}
