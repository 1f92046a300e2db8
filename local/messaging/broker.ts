import { buildApp } from 'fauxqs';
import * as v from 'valibot';

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

const Received = v.object({
	messages: v.object({ ready: v.array(v.object({ messageId: v.string(), body: v.string() })) }),
});

/**
 * Topics and queues, kept by fauxqs inside this process. It checks neither signatures nor
 * permissions and would listen on every interface, so requests reach it through us alone.
 */
export class Broker {
	readonly #app: Injectable;
	readonly #region: string;
	/** The addresses fauxqs made up for queues, by the ones they have in the template. */
	readonly #addresses = new Map<string, string>();

	constructor(region: string) {
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
		const answer = await this.#app.inject({
			method: 'GET',
			url: `/_fauxqs/queues/${encodeURIComponent(queueName)}`,
		});
		const { messages } = v.parse(Received, JSON.parse(answer.body));
		return messages.ready.map(({ messageId, body }) => ({ id: messageId, body }));
	}

	async close(): Promise<void> {
		await this.#app.close();
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
