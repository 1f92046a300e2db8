import { realTime, type Clock } from '../clock/vault-clock.ts';
import type { AccessKeys } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import type { Template } from '../template/template.ts';
import { Broker, type QueueMessage } from './broker.ts';
import { QueueFile } from './queue-file.ts';
import { createMessaging } from './resources.ts';
import { startMessaging } from './server.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The template's topics and queues, and the address at which functions find them. */
export interface Messaging {
	readonly origin: string;
	send(queueArn: string, body: string): Promise<void>;
	/** What waits in the queue whose name or logical id ends so. */
	peek(nameEnd: string): Promise<readonly QueueMessage[]>;
	close(): Promise<void>;
}

export async function openMessaging(options: {
	readonly template: Template;
	readonly dataDir: string;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	readonly port: number;
	readonly subscriptions: Subscriptions;
	readonly log: (line: string) => void;
	/** Default: the machine's. */
	readonly clock?: Clock;
}): Promise<Messaging> {
	const {
		template,
		dataDir,
		keys,
		authorize,
		port,
		subscriptions,
		log,
		clock = realTime,
	} = options;
	const { account } = template;
	const broker = new Broker(account.region, new QueueFile(dataDir));
	await createMessaging(template, broker, subscriptions);
	await broker.restore();
	const server = await startMessaging({
		port,
		account,
		broker,
		subscriptions,
		keys,
		authorize,
		log,
		clock,
	});
	return {
		origin: server.origin,
		send: (queueArn, body) => broker.send(queue(template, 'Arn', queueArn).ref, body),
		peek: (nameEnd) => {
			const found = queue(template, 'QueueName', nameEnd);
			return broker.peek(found.attributes.QueueName ?? '');
		},
		close: async () => {
			await server.close();
			await broker.close();
		},
	};
}

function queue(template: Template, attribute: string, end: string) {
	const found = template
		.resources('AWS::SQS::Queue')
		.find((each) => each.attributes[attribute]?.endsWith(end));
	if (!found) throw new Error(`The template declares no queue ${end}`);
	return found;
}
