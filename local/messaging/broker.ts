import { buildApp } from 'fauxqs';
import * as v from 'valibot';
import type { KeptMessage, KeptQueues, QueueFile } from './queue-file.ts';

export interface QueueMessage {
	readonly id: string;
	readonly body: string;
}

export interface BrokerAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The part of fauxqs's server that we use; its own types name modules that it does not ship. */
interface Injectable {
	inject(request: {
		readonly method: 'GET' | 'POST';
		readonly url: string;
		readonly headers?: Readonly<Record<string, string>>;
		readonly payload?: string | Buffer;
	}): Promise<{
		readonly statusCode: number;
		readonly headers: Readonly<Record<string, unknown>>;
		readonly body: string;
	}>;
	close(): Promise<void>;
}

const Message = v.object({
	messageId: v.string(),
	body: v.string(),
	messageAttributes: v.optional(v.record(v.string(), v.unknown()), {}),
});
const Inspected = v.object({
	messages: v.object({
		ready: v.array(Message),
		delayed: v.array(Message),
		inflight: v.array(v.object({ message: Message })),
	}),
});

/** Changes nothing in any queue. */
const READING = /^(AmazonSQS\.)?(Get|List|Receive|ChangeMessageVisibility)/;

/**
 * Topics and queues, kept by fauxqs inside this process. It checks neither signatures nor
 * permissions and would listen on every interface, so requests reach it through us alone.
 */
export class Broker {
	readonly #app: Injectable;
	readonly #region: string;
	/** The addresses fauxqs made up for queues, by the ones they have in the template. */
	readonly #addresses = new Map<string, string>();
	readonly #queueNames = new Set<string>();
	readonly #file: QueueFile;
	readonly #kept: KeptQueues;
	#isRestored = false;
	/** One at a time, so that an older state does not replace a newer one. */
	#keeping: Promise<void> = Promise.resolve();

	constructor(region: string, file: QueueFile) {
		this.#file = file;
		this.#kept = file.read();
		const app: unknown = buildApp({ logger: false, defaultRegion: region });
		if (!isInjectable(app)) throw new TypeError('This version of fauxqs takes no requests');
		this.#app = app;
		this.#region = region;
	}

	/** Hands over a request whose sender has been checked. */
	async forward(
		headers: Readonly<Record<string, string>>,
		body: string | Buffer,
	): Promise<BrokerAnswer> {
		const scope = `AWS4-HMAC-SHA256 Credential=local/20260101/${this.#region}/sqs/aws4_request`;
		const answer = await this.#app.inject({
			method: 'POST',
			url: '/',
			headers: { ...headers, authorization: scope },
			payload: isSqs(headers) ? this.#toTheirs(body.toString()) : body,
		});
		const action = headers['x-amz-target'] ?? new URLSearchParams(body.toString()).get('Action');
		if (answer.statusCode === 200 && !READING.test(action ?? '')) await this.#keep();
		return {
			status: answer.statusCode,
			headers: { 'content-type': String(answer.headers['content-type']) },
			body: isSqs(headers) ? this.#toOurs(answer.body) : answer.body,
		};
	}

	async createTopic(name: string): Promise<void> {
		await this.#sns({ Action: 'CreateTopic', Name: name });
	}

	/** `url` decides under which address the queue is known. */
	async createQueue(
		name: string,
		url: string,
		attributes: Readonly<Record<string, string>>,
	): Promise<void> {
		const input = { QueueName: name, Attributes: attributes };
		const answer = await this.#sqs('CreateQueue', input);
		this.#addresses.set(url, v.parse(v.object({ QueueUrl: v.string() }), answer).QueueUrl);
		this.#queueNames.add(name);
	}

	async subscribeQueue(
		topicArn: string,
		queueArn: string,
		attributes: Readonly<Record<string, string>>,
	): Promise<void> {
		const entries = Object.entries(attributes).flatMap(
			([key, value], index): [string, string][] => [
				[`Attributes.entry.${String(index + 1)}.key`, key],
				[`Attributes.entry.${String(index + 1)}.value`, value],
			],
		);
		await this.#sns({
			Action: 'Subscribe',
			TopicArn: topicArn,
			Protocol: 'sqs',
			Endpoint: queueArn,
			...Object.fromEntries(entries),
		});
	}

	async send(queueUrl: string, body: string): Promise<void> {
		await this.#sqs('SendMessage', { QueueUrl: queueUrl, MessageBody: body });
	}

	/** What waits in a queue, without taking it out. */
	async peek(queueName: string): Promise<readonly QueueMessage[]> {
		const { ready } = await this.#inspect(queueName);
		return ready.map(({ messageId, body }) => ({ id: messageId, body }));
	}

	/** Puts back what the last run of the stack has left, into those queues that still are. */
	async restore(): Promise<void> {
		for (const [name, messages] of Object.entries(this.#kept)) {
			const url = [...this.#addresses.keys()].find((each) => each.endsWith(`/${name}`));
			if (url === undefined) continue;
			for (const { body, messageAttributes } of messages) {
				await this.#sqs('SendMessage', {
					QueueUrl: url,
					MessageBody: body,
					MessageAttributes: messageAttributes,
				});
			}
		}
		this.#isRestored = true;
		await this.#keep();
	}

	async close(): Promise<void> {
		await this.#keeping;
		await this.#app.close();
	}

	/** Nothing is kept before all is put back: half of it would replace the whole. */
	#keep(): Promise<void> {
		if (!this.#isRestored) return Promise.resolve();
		const kept = this.#keeping.then(async () => {
			const queues = [...this.#queueNames].map(
				async (name) => [name, await this.#messagesOf(name)] as const,
			);
			this.#file.write(Object.fromEntries(await Promise.all(queues)));
		});
		this.#keeping = kept.catch(() => undefined);
		return kept;
	}

	async #messagesOf(queueName: string): Promise<readonly KeptMessage[]> {
		const { ready, delayed, inflight } = await this.#inspect(queueName);
		const all = [...inflight.map(({ message }) => message), ...ready, ...delayed];
		return all.map(({ body, messageAttributes }) => ({ body, messageAttributes }));
	}

	async #inspect(queueName: string) {
		const answer = await this.#app.inject({
			method: 'GET',
			url: `/_fauxqs/queues/${encodeURIComponent(queueName)}`,
		});
		return v.parse(Inspected, JSON.parse(answer.body)).messages;
	}

	#toTheirs(body: string): string {
		return [...this.#addresses].reduce((text, [ours, theirs]) => {
			return text.replaceAll(JSON.stringify(ours), JSON.stringify(theirs));
		}, body);
	}

	#toOurs(body: string): string {
		return [...this.#addresses].reduce((text, [ours, theirs]) => {
			return text.replaceAll(JSON.stringify(theirs), JSON.stringify(ours));
		}, body);
	}

	async #sqs(action: string, input: unknown): Promise<unknown> {
		const headers = {
			'content-type': 'application/x-amz-json-1.0',
			'x-amz-target': `AmazonSQS.${action}`,
		};
		const answer = await this.forward(headers, JSON.stringify(input));
		this.#expectSuccess(action, answer);
		return JSON.parse(answer.body);
	}

	async #sns(parameters: Readonly<Record<string, string>>): Promise<void> {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const body = new URLSearchParams(parameters).toString();
		this.#expectSuccess(parameters.Action ?? '', await this.forward(headers, body));
	}

	#expectSuccess(action: string, answer: BrokerAnswer): void {
		if (answer.status !== 200) throw new Error(`${action} failed: ${answer.body}`);
	}
}

function isSqs(headers: Readonly<Record<string, string>>): boolean {
	return headers['x-amz-target'] !== undefined;
}

function isInjectable(app: unknown): app is Injectable {
	return typeof app === 'object' && app !== null && 'inject' in app && 'close' in app;
}
